package io.credstream.audit.report;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.report.Expiry.Break;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stops to work when. */
public final class Expiries {
    private Expiries() {}

    /** Every credential that states an expiry until then, what is expired already included, soonest first. */
    public static List<Expiry> until(Instant now, Instant last, Fleet fleet) {
        Facts facts = fleet.facts();
        Map<ObjectRef, Collection<Break>> breaks = breaks(fleet);
        return facts.latest(facts.topics().credentials()).records().values().stream()
                .map(TopicRecord.Value::value)
                .flatMap(credential -> expiry(credential, now, last, breaks.getOrDefault(credential.ref(), List.of())))
                .sorted(Comparator.comparing(Expiry::expiresAt).thenComparing(Expiry::credential))
                .toList();
    }

    private static Stream<Expiry> expiry(Credential credential, Instant now, Instant last, Collection<Break> breaks) {
        Instant at = credential.expiresAt();
        return at == null || at.isAfter(last)
                ? Stream.empty()
                : Stream.of(new Expiry(
                        credential.ref(),
                        at,
                        !at.isAfter(now),
                        credential.registries().stream()
                                .map(RegistryEntry::registry)
                                .toList(),
                        List.copyOf(breaks)));
    }

    /** By credential, the layers of Manifests whose registry it covers. */
    private static Map<ObjectRef, Collection<Break>> breaks(Fleet fleet) {
        Map<ObjectRef, Collection<Break>> breaks = new TreeMap<>();
        for (ObjectRef ref : fleet.manifests()) {
            fleet.judged(ref)
                    .ifPresent(outcome -> outcome.binding().stream()
                            .flatMap(binding -> binding.layers().stream())
                            .filter(layer ->
                                    outcome.manifest().layer(layer.layer()).isPresent())
                            .forEach(layer -> covering(layer)
                                    .forEach(credential -> breaks.computeIfAbsent(credential, c -> new TreeSet<>())
                                            .add(new Break(
                                                    ref,
                                                    layer.layer(),
                                                    covering(layer).size() == 1)))));
        }
        return breaks;
    }

    private static List<ObjectRef> covering(BoundLayer layer) {
        return layer.matches().stream()
                .filter(match -> match.registry() != null)
                .map(match -> match.credential())
                .toList();
    }
}
