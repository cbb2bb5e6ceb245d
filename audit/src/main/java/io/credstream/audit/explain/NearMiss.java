package io.credstream.audit.explain;

import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.ObjectRef;
import io.credstream.rules.bind.Keychain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a selector misses by one thing only.
 *
 * @param obstacle that thing
 * @param registry the entry that would cover what is pulled; absent when none would
 */
public record NearMiss(
        ObjectRef credential, Obstacle obstacle, @Nullable String registry) {

    /** What keeps a credential away. Sealed: each takes another remedy. */
    public sealed interface Obstacle {

        /** It lacks a label. {@code wanted} are the values that would do; any would if there are none. */
        record Missing(String key, List<String> wanted) implements Obstacle {
            public Missing {
                wanted = List.copyOf(wanted);
            }
        }

        /** It has the label with another value. */
        record Other(String key, String present, List<String> wanted) implements Obstacle {
            public Other {
                wanted = List.copyOf(wanted);
            }
        }

        /** It has a label, or a value of it, that is ruled out. */
        record Unwanted(String key, String present) implements Obstacle {}

        /** Its labels are right, and it stands where Secrets do not count (R7). */
        record Namespace(String namespace, List<String> allowed) implements Obstacle {
            public Namespace {
                allowed = List.copyOf(allowed);
            }
        }
    }

    private static final Comparator<NearMiss> NEAREST =
            Comparator.comparing((NearMiss miss) -> miss.registry() == null).thenComparing(NearMiss::credential);

    /**
     * All near misses of a selector, those first that would cover what is pulled. One that lacks the only label there is to a
     * selector is near only if it would.
     *
     * @param repository what is pulled; absent when unknown
     * @param credentials of the template's cluster
     */
    public static List<NearMiss> of(
            LabelSelector selector, @Nullable String repository, Collection<Credential> credentials, Cluster cluster) {
        List<NearMiss> misses = new ArrayList<>();
        for (Credential credential : credentials) {
            String registry =
                    Keychain.resolve(repository, List.of(credential)).covering().get(credential.ref());
            List<Obstacle> obstacles = obstacles(selector, credential, cluster);
            if (obstacles.size() == 1 && isNear(obstacles.getFirst(), demands(selector), registry != null)) {
                misses.add(new NearMiss(credential.ref(), obstacles.getFirst(), registry));
            }
        }
        return misses.stream().sorted(NEAREST).toList();
    }

    private static boolean isNear(Obstacle obstacle, int demands, boolean covers) {
        return !(obstacle instanceof Obstacle.Missing) || demands > 1 || covers;
    }

    private static int demands(LabelSelector selector) {
        return selector.matchLabels().size() + selector.matchExpressions().size();
    }

    private static List<Obstacle> obstacles(LabelSelector selector, Credential credential, Cluster cluster) {
        List<Obstacle> obstacles = new ArrayList<>();
        Map<String, String> labels = credential.labels();
        selector.matchLabels().forEach((key, wanted) -> {
            if (!wanted.equals(labels.get(key))) {
                obstacles.add(differs(key, Optional.ofNullable(labels.get(key)), List.of(wanted)));
            }
        });
        for (Requirement requirement : selector.matchExpressions()) {
            if (!new LabelSelector(Map.of(), List.of(requirement)).matches(labels)) {
                obstacles.add(obstacle(requirement, Optional.ofNullable(labels.get(requirement.key()))));
            }
        }
        if (!cluster.allows(credential.ref().namespace())) {
            obstacles.add(new Obstacle.Namespace(credential.ref().namespace(), cluster.namespaces()));
        }
        return obstacles;
    }

    private static Obstacle obstacle(Requirement requirement, Optional<String> present) {
        return switch (requirement.operator()) {
            case IN -> differs(requirement.key(), present, requirement.values());
            case EXISTS -> new Obstacle.Missing(requirement.key(), List.of());
            case NOT_IN, DOES_NOT_EXIST -> new Obstacle.Unwanted(requirement.key(), present.orElse(""));
        };
    }

    private static Obstacle differs(String key, Optional<String> present, List<String> wanted) {
        return present.<Obstacle>map(value -> new Obstacle.Other(key, value, wanted))
                .orElseGet(() -> new Obstacle.Missing(key, wanted));
    }
}
