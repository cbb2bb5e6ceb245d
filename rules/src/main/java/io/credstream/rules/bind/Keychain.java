package io.credstream.rules.bind;

import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.rules.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of several credentials lifecycle-manager uses for a registry (R10).
 *
 * <p>Its keychain puts the entries of all Secrets together, sorts their keys in reverse order (so that of two paths on one host
 * the longer comes first, and a glob after every name) and takes the first key that covers the target. Under one key the order
 * is that of a list, which is any: only there is a choice ambiguous.
 *
 * <p>An entry without a login counts as any other: if it is the one that is taken, lifecycle-manager pulls anonymously, be there a
 * login under a shorter key or not.
 *
 * @param used the entries under the first covering key; empty when nothing covers, or when none of them has a login
 * @param covering for each credential that covers the registry, that of its entries which comes first in the keychain, as the Secret spells it
 * @param anonymous the same, for each credential of which the entry that comes first has no login
 */
public record Keychain(
        List<RegistryEntry> used, Map<ObjectRef, String> covering, Map<ObjectRef, RegistryEntry> anonymous) {

    /** By precedence; under one key a login is shown before none, although either can be taken. */
    private static final Comparator<Found> FIRST =
            Comparator.comparing(Found::key).thenComparing(found -> !found.isAnonymous());

    private static final Pattern GOOGLE = Pattern.compile("^gcr\\.io$|\\.(gcr\\.io|pkg\\.dev|google\\.com)$");

    public Keychain {
        used = List.copyOf(used);
        covering = Map.copyOf(covering);
        anonymous = Map.copyOf(anonymous);
    }

    private record Found(String key, RegistryEntry entry) {
        boolean isAnonymous() {
            return entry.noLogin() != null;
        }
    }

    /** Credentials with a problem cover nothing. Without a repository nothing is covered. */
    public static Keychain resolve(@Nullable String repository, Collection<Credential> credentials) {
        if (repository == null) {
            return new Keychain(List.of(), Map.of(), Map.of());
        }
        Location target = Location.ofRepository(repository);
        List<Found> used = new ArrayList<>();
        Map<ObjectRef, String> covering = new HashMap<>();
        Map<ObjectRef, RegistryEntry> anonymous = new HashMap<>();
        for (Credential credential : credentials) {
            List<Found> found = found(target, credential);
            Optional<Found> best = found.stream().max(FIRST);
            if (best.isEmpty()) {
                continue;
            }
            if (best.get().isAnonymous()) {
                anonymous.put(credential.ref(), best.get().entry());
            } else {
                covering.put(credential.ref(), best.get().entry().registry());
            }
            used.addAll(found);
        }
        String first =
                used.stream().map(Found::key).max(Comparator.naturalOrder()).orElse("");
        used.removeIf(found -> !found.key().equals(first));
        return new Keychain(
                used.stream().allMatch(Found::isAnonymous)
                        ? List.of()
                        : used.stream().map(Found::entry).toList(),
                covering,
                anonymous);
    }

    /** Whether lifecycle-manager asks the environment for Google's own credentials, and the Secrets only if there are none. */
    public static boolean asksGoogleFirst(String repository) {
        return GOOGLE.matcher(Location.ofRepository(repository).host()).find();
    }

    /** What a Secret has to name for its login to be used for a repository: for Docker Hub, what {@code docker login} writes. */
    public static String server(String repository) {
        String host = Location.ofRepository(repository).host();
        return host.equals(Location.DOCKER_HUB) ? "https://" + host + "/v1/" : host;
    }

    private static List<Found> found(Location target, Credential credential) {
        List<Found> found = new ArrayList<>();
        if (credential.problem() == null) {
            for (RegistryEntry entry : credential.registries()) {
                Location location = Location.ofEntry(entry.registry());
                if (location.covers(target)) {
                    found.add(new Found(location.key(), entry));
                }
            }
        }
        return found;
    }

    /**
     * Whether the entries used differ in content: whether one of them cannot be shown to be the same as the first. While the
     * fingerprint key is being changed some know one key, some both; so one that is the same may show that another one is.
     */
    boolean ambiguous() {
        if (used.size() < 2) {
            return false;
        }
        List<RegistryEntry> same = new ArrayList<>(used.subList(0, 1));
        List<RegistryEntry> others = new ArrayList<>(used.subList(1, used.size()));
        while (others.removeIf(entry -> same.stream().anyMatch(known -> isSame(known, entry)) && same.add(entry))) {
            // Each that joined may link another one to the first.
        }
        return !others.isEmpty();
    }

    /**
     * Fingerprints decide where both have one under the same key. Revisions do only where they have none: they outlive a change of
     * what is told apart.
     */
    private static boolean isSame(RegistryEntry a, RegistryEntry b) {
        Set<String> keys = new HashSet<>(a.fingerprints().keySet());
        keys.retainAll(b.fingerprints().keySet());
        return keys.isEmpty()
                ? a.revision().equals(b.revision())
                : keys.stream()
                        .anyMatch(key -> Objects.equals(
                                a.fingerprints().get(key), b.fingerprints().get(key)));
    }

    /** Changes with the content of the entries used, whatever their order; absent when nothing covers. */
    @Nullable
    String revision() {
        List<@Nullable String> revisions = new ArrayList<>(
                used.stream().map(RegistryEntry::revision).sorted().distinct().toList());
        return revisions.isEmpty() ? null : Digest.of(revisions);
    }
}
