package io.credstream.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ManifestUpdate;
import io.credstream.sink.patch.Updates;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private static final ManifestUpdate UPDATE = Updates.first("kcp/kcp-system/m", "uid-1");

    @Test
    void aNewVersionMeansApplied() {
        assertThat(classify(200, manifest("uid-1", "11"))).isEqualTo(new Outcome.Applied("11"));
    }

    @Test
    void theVersionThatWasObservedMeansUnchanged() {
        assertThat(classify(200, manifest("uid-1", "10"))).isEqualTo(new Outcome.Unchanged("10"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "<html>login</html>", "{}", "{\"metadata\":{\"uid\":\"other\",\"resourceVersion\":\"1\"}}"})
    void whoAnswers200WithoutTheManifestIsNoApiServer(@Nullable String body) {
        assertThat(condition(classify(200, body))).isEqualTo(Condition.UNREACHABLE);
    }

    @Test
    void aFailedTestMeansSuperseded() {
        assertThat(classify(422, "{\"kind\":\"Status\",\"reason\":\"Invalid\"}"))
                .isEqualTo(new Outcome.Superseded("422 test failed"));
        assertThat(classify(422, "{\"reason\":\"Invalid\",\"details\":{\"causes\":[]}}"))
                .isEqualTo(new Outcome.Superseded("422 test failed"));
    }

    @Test
    void aRejectionBySchemaHasCauses() {
        assertThat(classify(422, "{\"reason\":\"Invalid\",\"details\":{\"causes\":[{\"field\":\"spec\"}]}}"))
                .isEqualTo(new Outcome.Rejected("422 Invalid"));
    }

    @Test
    void aManifestThatIsGoneIsToldFromAKindThatIsNotServed() {
        assertThat(classify(404, "{\"reason\":\"NotFound\",\"details\":{\"name\":\"m\",\"kind\":\"manifests\"}}"))
                .isEqualTo(new Outcome.Superseded("404 NotFound"));
        assertThat(condition(classify(404, "404 page not found"))).isEqualTo(Condition.NOT_SERVED);
    }

    @Test
    void conflictsAndMalformedPatchesAreLeftToTheProcessor() {
        assertThat(classify(409, "{\"reason\":\"Conflict\"}")).isEqualTo(new Outcome.Conflict("409 Conflict"));
        assertThat(classify(400, "{\"reason\":\"BadRequest\"}")).isEqualTo(new Outcome.Rejected("400 BadRequest"));
        assertThat(classify(413, null)).isEqualTo(new Outcome.Rejected("413 Unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "401,UNAUTHORIZED",
        "429,OVERLOADED",
        "500,OVERLOADED",
        "503,OVERLOADED",
        "504,OVERLOADED",
        "302,UNREACHABLE"
    })
    void theClustersTroubleIsNotTheManifests(int status, Condition condition) {
        assertThat(condition(classify(status, null))).isEqualTo(condition);
    }

    @Test
    void aMissingRightIsTheManifestsAlone() {
        assertThat(classify(403, "{\"reason\":\"Forbidden\"}")).isInstanceOf(Outcome.Forbidden.class);
    }

    @ParameterizedTest
    @CsvSource({"7,PT7S", "86400,PT5M", "999999999,PT5M"})
    void retryAfterIsHonouredWithinReason(String header, Duration wait) {
        assertThat(((Outcome.Unavailable) Answers.classify(UPDATE, 429, header, null)).retryAfter())
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999999999"})
    void otherFormsOfRetryAfterAreIgnored(String header) {
        assertThat(((Outcome.Unavailable) Answers.classify(UPDATE, 503, header, null)).retryAfter())
                .isNull();
    }

    @Test
    void takesNoTextFromAnAnswer() {
        String canary =
                "{\"message\":\"canary\",\"reason\":\"a canary, no word\",\"details\":{\"causes\":[{\"message\":\"canary\"}]}}";

        assertThat(classify(422, canary).toString()).doesNotContain("canary");
    }

    private static Outcome classify(int status, @Nullable String body) {
        return Answers.classify(UPDATE, status, null, body);
    }

    private static Condition condition(Outcome outcome) {
        return ((Outcome.Unavailable) outcome).trouble().condition();
    }

    private static String manifest(String uid, String version) {
        return "{\"metadata\":{\"uid\":\"%s\",\"resourceVersion\":\"%s\"}}".formatted(uid, version);
    }
}
