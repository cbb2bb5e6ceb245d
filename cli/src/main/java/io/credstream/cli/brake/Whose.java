package io.credstream.cli.brake;

import io.credstream.audit.Facts;
import io.credstream.cli.log.ControlPlanes;
import io.credstream.cli.text.Names;
import io.credstream.model.Order.Target;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose Manifests an order is about: one of these. */
final class Whose {

    @Option(names = "--cluster", paramLabel = "ID", required = true, description = "Those of this control plane.")
    private @Nullable String cluster;

    @Option(names = "--module", paramLabel = "NAME", required = true, description = "Those of this module, everywhere.")
    private @Nullable String module;

    @Option(names = "--all", required = true, description = "All of the fleet.")
    private boolean all;

    /** Throws a {@link io.credstream.cli.Failure} that names the nearest if there is no such thing. */
    Target target(Facts facts) {
        if (all) {
            return new Target.All();
        }
        return cluster == null
                ? new Target.OfModule(Names.resolve(String.valueOf(module), modules(facts), "module"))
                : new Target.OfCluster(ControlPlanes.resolve(
                        cluster, facts.latest(facts.topics().clusters())));
    }

    private static Set<String> modules(Facts facts) {
        return facts.latest(facts.topics().manifests()).records().values().stream()
                .flatMap(record -> Optional.ofNullable(record.value().moduleName()).stream())
                .collect(Collectors.toSet());
    }
}
