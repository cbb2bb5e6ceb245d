package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.sandbox.api.AuditLog;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.patch.GuardedPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * No decision overwrites one that it did not know of: at the API servers, every write to a Manifest carries out a decision from the
 * log, which was made after what the write before had led to was observed. Whoever went on with what it had in hand, after
 * others had taken over, would break this.
 *
 * <p>Excepted is a Manifest without an annotation of ours, which looks the same before our first write and after the last was
 * withdrawn ({@link GuardedPatch}).
 */
public final class EachWriteKnowsTheLast implements Guarantee {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Write> writes = new CopyOnWriteArrayList<>();

    /** A patch that was carried out, and the Manifest since. */
    private record Write(String cluster, String patch, JsonNode manifest) {

        String uid() {
            return manifest.at("/metadata/uid").asText();
        }

        String version() {
            return manifest.at("/metadata/resourceVersion").asText();
        }

        String describe() {
            return cluster + "/" + manifest.at("/metadata/name").asText() + " at " + version();
        }
    }

    private EachWriteKnowsTheLast() {}

    /** Sees all that is written from now on to the control planes that there are now. */
    public static EachWriteKnowsTheLast from(TestFleet world) {
        EachWriteKnowsTheLast guarantee = new EachWriteKnowsTheLast();
        for (Cluster controlPlane : world.controlPlanes()) {
            world.cluster(controlPlane.id()).audit().read(entry -> guarantee.add(controlPlane.id(), entry));
        }
        return guarantee;
    }

    private void add(String cluster, AuditLog.Entry entry) {
        if (entry.request().is("patch", ResourceKind.MANIFESTS)) {
            writes.add(new Write(cluster, entry.body(), entry.answer().deepCopy()));
        }
    }

    @Override
    public void verify(TestFleet world) {
        assertThat(writes).as("writes").isNotEmpty();
        Map<JsonNode, List<ManifestUpdate>> decisions = decisions(world);
        List<String> blind = new ArrayList<>();
        Map<String, String> last = new HashMap<>();
        for (Write write : writes) {
            String before = last.put(write.cluster() + "/" + write.uid(), write.version());
            List<ManifestUpdate> carriedOut = decisions.getOrDefault(read(write.patch()), List.of());
            if (carriedOut.isEmpty()) {
                blind.add(write.describe() + ": nobody decided that");
            } else if (before != null && carriedOut.stream().noneMatch(decision -> knows(decision, before))) {
                blind.add(write.describe() + ": by somebody who did not know of " + before);
            }
        }
        assertThat(blind).isEmpty();
    }

    private static boolean knows(ManifestUpdate decision, String written) {
        return decision.expected().equals(ManifestAnnotations.NONE)
                || Version.compareResourceVersions(decision.observed().resourceVersion(), written) >= 0;
    }

    private static Map<JsonNode, List<ManifestUpdate>> decisions(TestFleet world) {
        Map<JsonNode, List<ManifestUpdate>> decisions = new HashMap<>();
        for (ManifestUpdate update : world.contents().values(world.topics().manifestUpdates())) {
            if (GuardedPatch.of(update) instanceof GuardedPatch.Ready(String json)) {
                decisions
                        .computeIfAbsent(read(json), patch -> new ArrayList<>())
                        .add(update);
            }
        }
        return decisions;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
