package io.credstream.audit.fuse;

import io.credstream.audit.Facts;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change that is held until somebody releases it, because it is about more Manifests than the fuse of their control plane lets
 * pass (R21).
 *
 * @param target what has to be released
 * @param object what was changed; absent if that has changed again since
 * @param manifests that wait for it, in order
 */
public record HeldChange(
        OfChange target, Optional<String> object, List<ObjectRef> manifests, String reason, Instant since) {

    public HeldChange {
        manifests = List.copyOf(manifests);
    }

    /** What it is called: {@code kcp-eu/credstream.templates-2@17}. */
    public String name() {
        return target.cluster() + "/" + target.change().describe();
    }

    /** Its Manifests that wait for others of these as well. */
    public List<ObjectRef> waitingFor(Collection<HeldChange> others) {
        return manifests.stream()
                .filter(manifest -> others.stream()
                        .anyMatch(other -> !other.target.equals(target) && other.manifests.contains(manifest)))
                .toList();
    }

    /** Those that some Manifest waits for. One that has become moot is none any more. */
    public static List<HeldChange> in(Facts facts) {
        Map<OfChange, List<ObjectRef>> waiting = new HashMap<>();
        for (TopicRecord.Value<ManifestUpdate> record :
                facts.latest(facts.topics().manifestUpdates()).records().values()) {
            ObjectRef manifest = record.value().manifest();
            record.value()
                    .changes()
                    .forEach(change -> waiting.computeIfAbsent(
                                    new OfChange(manifest.cluster(), change), target -> new ArrayList<>())
                            .add(manifest));
        }
        List<HeldChange> held = new ArrayList<>();
        for (TopicRecord.Value<Order> record :
                facts.latest(facts.topics().orders()).records().values()) {
            Order order = record.value();
            if (order.target() instanceof OfChange target
                    && order.action() instanceof Brake(Mode mode)
                    && mode == Mode.PAUSE
                    && waiting.containsKey(target)) {
                held.add(new HeldChange(
                        target,
                        object(facts, target.change()),
                        waiting.getOrDefault(target, List.of()),
                        order.reason(),
                        order.at()));
            }
        }
        return held;
    }

    private static Optional<String> object(Facts facts, Cause change) {
        return Facts.of(facts.topics()).stream()
                .filter(topic -> change instanceof Coordinates at && at.topic().equals(topic.name()))
                .flatMap(topic -> facts.latest(topic).records().values().stream())
                .filter(record -> record.at().equals(change))
                .map(TopicRecord.Value::key)
                .findFirst();
    }
}
