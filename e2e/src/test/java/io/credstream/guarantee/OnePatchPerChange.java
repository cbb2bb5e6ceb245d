package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cluster;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every request to patch a Manifest made a difference that was needed: counted where the requests arrive, and compared with what
 * was seen to change. Holds as long as every API server answers and every watch sees all there is.
 */
public final class OnePatchPerChange implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        Map<String, Long> requests = new TreeMap<>();
        for (Cluster controlPlane : world.controlPlanes()) {
            requests.put(
                    controlPlane.id(),
                    world.cluster(controlPlane.id()).requests().of("patch", ResourceKind.MANIFESTS));
        }
        assertThat(requests)
                .as(() -> "requests to patch; decisions of one Manifest that were reported on more than once: "
                        + reportedAgain(world))
                .isEqualTo(changes(world));
    }

    /** What became of each decision, in the order of the reports: which request was one too many, and whether it was said or read again. */
    private static List<String> reportedAgain(TestFleet world) {
        Map<String, List<String>> reports = new TreeMap<>();
        for (TopicRecord<ApplyReport> record :
                world.contents().log(world.topics().applyReports())) {
            if (record instanceof TopicRecord.Value<ApplyReport> value) {
                ApplyReport report = value.value();
                reports.computeIfAbsent(value.key(), key -> new ArrayList<>())
                        .add("%s of attempt %d at %s"
                                .formatted(
                                        report.result(),
                                        report.attempt(),
                                        report.cause().describe()));
            }
        }
        return reports.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Object::toString)
                .toList();
    }

    private static Map<String, Long> changes(TestFleet world) {
        Map<String, Long> changes = new TreeMap<>();
        world.controlPlanes().forEach(controlPlane -> changes.put(controlPlane.id(), 0L));
        List<String> needless = new ArrayList<>();
        Map<String, Manifest> last = new HashMap<>();
        for (TopicRecord<Manifest> record : world.contents().log(world.topics().manifests())) {
            switch (record) {
                case TopicRecord.Value<Manifest> value -> {
                    Manifest now = value.value();
                    Manifest before = last.put(value.key(), now);
                    if (!cause(before).equals(cause(now))) {
                        changes.merge(now.ref().cluster(), 1L, Long::sum);
                        if (before != null && saysTheSame(before, now)) {
                            needless.add(record.at().describe());
                        }
                    }
                }
                case TopicRecord.Tombstone<Manifest> tombstone -> last.remove(tombstone.key());
                case TopicRecord.Unreadable<Manifest> unreadable ->
                    throw new AssertionError("unreadable: " + unreadable.at().describe());
            }
        }
        assertThat(needless).as("patches that changed nothing but the cause").isEmpty();
        return changes;
    }

    /** Differs after every write of ours. */
    private static String cause(@Nullable Manifest manifest) {
        return manifest == null ? "null" : String.valueOf(manifest.annotations().cause());
    }

    private static boolean saysTheSame(Manifest a, Manifest b) {
        return a.layers().equals(b.layers()) && withoutCause(a).equals(withoutCause(b));
    }

    private static ManifestAnnotations withoutCause(Manifest manifest) {
        ManifestAnnotations ours = manifest.annotations();
        return new ManifestAnnotations(ours.applied(), ours.revision(), ours.state(), null);
    }
}
