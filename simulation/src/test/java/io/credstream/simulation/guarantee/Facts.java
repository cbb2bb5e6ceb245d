package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.Secret;
import io.credstream.simulation.guarantee.Change.Braked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What the objects of the clusters, and what was ordered, amount to: R3 and R7 to R20 once more, for worlds as small as these. */
final class Facts {

    private Facts() {}

    /** The one template of a Manifest's module and version. */
    static Optional<ModuleTemplate> template(ApiServer cluster, ObjectNode manifest) {
        return cluster.objects(Kind.TEMPLATE).values().stream()
                .map(Event::object)
                .filter(ModuleTemplate.class::isInstance)
                .map(ModuleTemplate.class::cast)
                .filter(template -> template.module().equals(Manifests.text(manifest, "/spec/module"))
                        && template.version().equals(Manifests.text(manifest, "/spec/version")))
                .findFirst();
    }

    /** What a selector finds. */
    static List<Secret> secrets(ApiServer cluster, String label) {
        return cluster.objects(Kind.SECRET).values().stream()
                .map(Event::object)
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast)
                .filter(secret -> secret.label().equals(label))
                .toList();
    }

    /** Whether nobody may write it. */
    static boolean isUntouchable(ObjectNode manifest) {
        return manifest.at("/metadata").has("deletionTimestamp")
                || manifest.at("/metadata/labels").has("skip");
    }

    /** What credentials amount to, as the annotation has it. */
    static String state(List<Secret> matches) {
        if (matches.isEmpty()) {
            return "NoMatch";
        }
        if (matches.stream().noneMatch(s -> s.shape() == Secret.Shape.FINE)) {
            return "Unusable";
        }
        if (matches.stream().anyMatch(s -> s.shape() == Secret.Shape.MALFORMED)) {
            return "Poisoned";
        }
        List<Integer> contents = covering(matches);
        return switch (contents.size()) {
            case 0 -> "NotCovered";
            case 1 -> "Bound";
            default -> "Ambiguous";
        };
    }

    /** The different contents of those that cover the registry of all modules, in order. */
    static List<Integer> covering(List<Secret> matches) {
        return matches.stream()
                .filter(s -> s.shape() == Secret.Shape.FINE && s.registry().equals("reg.io"))
                .map(Secret::content)
                .sorted()
                .distinct()
                .toList();
    }

    /** The orders of operators, in order, and what they amount to for a Manifest. */
    static final class Brakes {
        private final Map<String, Braked> some = new TreeMap<>();
        private Braked all = Braked.RESUMED;

        void put(Change.OfBrake brake) {
            if (brake.target().equals("all")) {
                all = brake.mode();
                some.values().removeIf(mode -> mode == Braked.RESUMED);
            } else {
                some.put(brake.target(), brake.mode());
            }
        }

        Braked on(String cluster, ObjectNode manifest) {
            List<Braked> specific = new ArrayList<>();
            for (String target : List.of("cluster/" + cluster, "module/" + Manifests.text(manifest, "/spec/module"))) {
                if (some.containsKey(target)) {
                    specific.add(Objects.requireNonNull(some.get(target)));
                }
            }
            return specific.stream().max(Braked::compareTo).orElse(all);
        }
    }
}
