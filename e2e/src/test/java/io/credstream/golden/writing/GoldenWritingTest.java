package io.credstream.golden.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.golden.GoldenOutcome;
import io.credstream.golden.GoldenSuite;
import io.credstream.golden.GoldenTime;
import io.credstream.golden.GoldenWorld;
import io.credstream.golden.GoldenYaml;
import io.credstream.model.DeadLetter;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.projection.Projections;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decisions;
import io.credstream.sink.patch.GuardedPatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All of it: besides what is decided, the patch, and what becomes of it in the lanes of a sink. */
class GoldenWritingTest extends GoldenSuite {

    private static final String PATCHES = "patches";
    private static final String HISTORY = "history";

    @Override
    protected Map<String, Object> outcome(List<ObjectNode> documents, Projections projections) {
        Map<String, Object> sections = GoldenOutcome.of(documents, projections);
        GoldenWorld world = GoldenWorld.at(GoldenTime.moments(documents).last(), documents, projections);
        Decisions decisions = world.propagated().decisions();
        sections.put(
                PATCHES,
                GoldenOutcome.byKey(
                        world.manifests(), manifest -> manifest.ref().key(), m -> patch(m, decisions)));
        sections.put(HISTORY, GoldenHistory.of(documents, projections));
        return sections;
    }

    /** The others run sooner, in the build of the module that has what they need. */
    @ParameterizedTest
    @MethodSource("cases")
    void caseNeedsASink(String name) throws IOException {
        assertThat(expected(name).properties()).extracting(Map.Entry::getKey).containsAnyOf(PATCHES, HISTORY);
    }

    /** One operation a line. */
    private static Object patch(Manifest manifest, Decisions decisions) {
        if (!(decisions.decide(manifest.ref(), GoldenWorld.CAUSE)
                instanceof Decision.Update(ManifestUpdate update, var ends))) {
            return "none";
        }
        return switch (GuardedPatch.of(update)) {
            case GuardedPatch.Ready(String json) -> GoldenYaml.lines(json);
            case GuardedPatch.Empty empty -> "empty";
            case GuardedPatch.Invalid(String reason) -> Map.of("invalid", reason);
            case GuardedPatch.Unfit(DeadLetter.Code code, String reason) -> Map.of("unfit", code + " " + reason);
        };
    }
}
