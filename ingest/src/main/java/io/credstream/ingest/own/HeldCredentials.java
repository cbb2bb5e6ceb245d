package io.credstream.ingest.own;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Credentials of one cluster whose fingerprints were all made with keys that the key file does not hold. Whether their content has
 * changed since cannot be known, and to report them would announce a rotation of each. So they stay in the log as they are until
 * the key is back or an operator says that it is lost; that one is gone is known all the same.
 */
final class HeldCredentials {

    private final Set<ObjectRef> refs = new HashSet<>();
    private final Set<String> keys = new TreeSet<>();

    private HeldCredentials() {}

    static HeldCredentials none() {
        return new HeldCredentials();
    }

    /**
     * Those among what was last reported of the cluster.
     *
     * @param comparable ids of keys that are at hand, or known to be lost
     */
    static HeldCredentials of(Stream<InventoryEntry> reported, Set<String> comparable) {
        HeldCredentials held = new HeldCredentials();
        reported.forEach(entry -> entry.registries().stream()
                .map(RegistryEntry::fingerprints)
                .filter(fingerprints -> !fingerprints.isEmpty())
                .filter(fingerprints -> Collections.disjoint(fingerprints.keySet(), comparable))
                .forEach(fingerprints -> {
                    held.refs.add(entry.ref());
                    held.keys.addAll(fingerprints.keySet());
                }));
        return held;
    }

    boolean holds(Kind kind, ObjectRef ref) {
        return kind == Kind.SECRET && refs.contains(ref);
    }

    void gone(Kind kind, ObjectRef ref) {
        if (kind == Kind.SECRET) {
            refs.remove(ref);
        }
    }

    /** A complete list shows what there is of what it covers. */
    void listed(BiPredicate<Kind, ObjectRef> covered, Collection<ObjectRef> seen) {
        refs.removeIf(ref -> covered.test(Kind.SECRET, ref) && !seen.contains(ref));
    }

    /** What an operator can do about it. Without numbers, which change with every object. */
    Optional<Trouble> trouble() {
        return refs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        Condition.FINGERPRINT_KEY_UNKNOWN,
                        "fingerprint key",
                        "credentials stay as they were reported, since their fingerprints were made with the key "
                                + String.join(", ", keys)
                                + ", which the key file does not hold: add it there to 'previous', or to 'lost' if nobody"
                                + " has it any more, and start ingest anew"));
    }
}
