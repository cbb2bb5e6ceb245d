package io.credstream.sink.patch;

import static io.credstream.sink.patch.Updates.DESIRED;
import static io.credstream.sink.patch.Updates.SELECTOR;
import static io.credstream.sink.patch.Updates.annotations;
import static io.credstream.sink.patch.Updates.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.DeadLetter;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPatchTest {

    private static final String MANIFEST = "kcp/kcp-system/m";

    @Test
    void addsTheAnnotationsAsAMapWhereThereIsNone() {
        assertThat(json(Updates.first(MANIFEST, "uid-1")))
                .isEqualTo("""
                [{"op":"test","path":"/metadata/uid","value":"uid-1"},
                {"op":"test","path":"/metadata/deletionTimestamp","value":null},
                {"op":"test","path":"/spec/install/source/credSecretSelector","value":null},
                {"op":"test","path":"/metadata/annotations","value":null},
                {"op":"add","path":"/spec/install/source/credSecretSelector","value":%s},
                {"op":"add","path":"/metadata/annotations","value":{"credstream.io/applied":"install=h1",\
                "credstream.io/credential-revision":"r1","credstream.io/credential-state":"Bound",\
                "credstream.io/cause":"credentials-0@7"}}]""".formatted(SELECTOR).replace("\n", ""));
    }

    @Test
    void testsAllOfOurAnnotationsAndChangesThoseThatDiffer() {
        ManifestUpdate rotation = update(
                MANIFEST,
                "uid-1",
                true,
                List.of(),
                annotations("install=h1", "r1", "Bound", null),
                annotations("install=h1", "r2", null, "c2"));

        assertThat(json(rotation)).isEqualTo("""
                [{"op":"test","path":"/metadata/uid","value":"uid-1"},
                {"op":"test","path":"/metadata/deletionTimestamp","value":null},
                {"op":"test","path":"/metadata/annotations/credstream.io~1applied","value":"install=h1"},
                {"op":"test","path":"/metadata/annotations/credstream.io~1credential-revision","value":"r1"},
                {"op":"test","path":"/metadata/annotations/credstream.io~1credential-state","value":"Bound"},
                {"op":"test","path":"/metadata/annotations/credstream.io~1cause","value":null},
                {"op":"add","path":"/metadata/annotations/credstream.io~1credential-revision","value":"r2"},
                {"op":"remove","path":"/metadata/annotations/credstream.io~1credential-state"},
                {"op":"add","path":"/metadata/annotations/credstream.io~1cause","value":"c2"}]""".replace("\n", ""));
    }

    /** What stays is tested as it is spelled, and is not judged: a selector that we would not write may be there. */
    @ParameterizedTest
    @ValueSource(strings = {SELECTOR, "{}", "{\"z\":1.10,\"a\":[]}"})
    void testsASelectorThatStays(String there) {
        ManifestUpdate rotation = update(
                MANIFEST,
                "uid-1",
                true,
                List.of(new LayerEdit(Layer.CONFIG, there, there)),
                annotations("config=h1", "r1", "Bound", null),
                annotations("config=h1", "r2", "Bound", "c2"));

        assertThat(json(rotation))
                .contains("{\"op\":\"test\",\"path\":\"/spec/config/credSecretSelector\",\"value\":" + there + "}")
                .doesNotContain("\"op\":\"add\",\"path\":\"/spec");
    }

    @Test
    void withdrawsASelectorAsItWasObserved() {
        ManifestUpdate withdrawal = update(
                MANIFEST,
                "uid-1",
                true,
                List.of(new LayerEdit(Layer.CONFIG, SELECTOR, null)),
                DESIRED,
                ManifestAnnotations.NONE);

        assertThat(json(withdrawal))
                .contains("{\"op\":\"test\",\"path\":\"/spec/config/credSecretSelector\",\"value\":" + SELECTOR + "}")
                .contains("{\"op\":\"remove\",\"path\":\"/spec/config/credSecretSelector\"}")
                .contains("{\"op\":\"remove\",\"path\":\"/metadata/annotations/credstream.io~1applied\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"x\"", "{}", "{\"matchLabels\":{\"n\":1.10}}", "[1,2]", "null", "{\"z\":1,\"a\":2}"})
    void testsWhateverSomebodyPutWhereASelectorBelongs(String observed) {
        ManifestUpdate healing = update(
                MANIFEST,
                "uid-1",
                false,
                List.of(new LayerEdit(Layer.INSTALL, observed, SELECTOR)),
                ManifestAnnotations.NONE,
                DESIRED);

        assertThat(json(healing)).contains("credSecretSelector\",\"value\":" + observed + "}");
    }

    @Test
    void spellsStringsAsTheServerDoes() {
        ManifestUpdate update =
                update(MANIFEST, "uid-1", true, List.of(), annotations(null, null, null, "a<b>&c\u2028"), DESIRED);

        assertThat(json(update)).contains("\"a\\u003cb\\u003e\\u0026c\\u2028\"");
    }

    @Test
    void whatChangesNothingIsNotSent() {
        ManifestUpdate nothing = update(
                MANIFEST, "uid-1", true, List.of(new LayerEdit(Layer.INSTALL, SELECTOR, SELECTOR)), DESIRED, DESIRED);

        assertThat(GuardedPatch.of(nothing)).isEqualTo(new GuardedPatch.Empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{} {}",
                "{}",
                "[]",
                "true",
                "\"x\"",
                "{\"matchLabels\":{\"a\":\"b\"},\"namespaceSelector\":{}}",
                // What client-go takes for everything
                "{\"matchLabels\":{}}",
                "{\"matchLabels\":null}",
                "{\"matchExpressions\":[]}",
                "{\"matchExpressions\":null}",
                "{\"matchLabels\":{},\"matchExpressions\":[]}",
                "{\"matchLabels\":null,\"matchExpressions\":null}",
                "{\"matchLabels\":{},\"matchExpressions\":null}",
                "{ \"matchExpressions\" : [ ] , \"matchLabels\" : { } }",
                "{\"matchLabels\":{\"a\":\"b\"},\"matchLabels\":{}}",
                "{\"matchlabels\":{\"a\":\"b\"}}",
                "{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}",
                "{\"credSecretSelector\":{}}",
                "[{\"matchLabels\":{\"a\":\"b\"}}]",
                // and what it cannot read
                "{\"matchLabels\":{\"\":\"x\"}}",
                "{\"matchLabels\":{\"a\":null}}",
                "{\"matchLabels\":{\"a\":{}}}",
                "{\"matchLabels\":{\"a b\":\"x\"}}",
                "{\"matchLabels\":[\"a\"]}",
                "{\"matchLabels\":\"\"}",
                "{\"matchExpressions\":{}}",
                "{\"matchExpressions\":[null]}",
                "{\"matchExpressions\":[{}]}",
                "{\"matchExpressions\":[{\"key\":\"a\"}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\"}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[]}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[]}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[null]}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\",\"values\":[\"x\"]}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"exists\"}]}",
                "{\"matchExpressions\":[{\"key\":\"\",\"operator\":\"Exists\"}]}",
                "{\"matchExpressions\":[{\"operator\":\"Exists\"}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\",\"more\":1}]}",
            })
    void refusesWhatIsNoSelector(String desired) {
        ManifestUpdate update = update(
                MANIFEST,
                "uid-1",
                false,
                List.of(new LayerEdit(Layer.INSTALL, null, desired)),
                ManifestAnnotations.NONE,
                DESIRED);

        assertThat(GuardedPatch.of(update)).isInstanceOf(GuardedPatch.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"matchLabels\":{\"a\":\"\"}}",
                "{\"matchLabels\":{\"example.com/a\":\"b\"},\"matchExpressions\":[]}",
                "{\"matchLabels\":null,\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\",\"values\":null}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"x\",\"\"]}]}",
                "{\"matchExpressions\":[{\"key\":\"a.b/c_D\",\"operator\":\"NotIn\",\"values\":[\"x\"]}]}",
                "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"DoesNotExist\",\"values\":[]}]}",
            })
    void writesWhatSelectsSome(String desired) {
        ManifestUpdate update = update(
                MANIFEST,
                "uid-1",
                false,
                List.of(new LayerEdit(Layer.INSTALL, null, desired)),
                ManifestAnnotations.NONE,
                DESIRED);

        assertThat(GuardedPatch.of(update)).isInstanceOf(GuardedPatch.Ready.class);
    }

    @Test
    void aPatchThatIsTooLargeIsPutAside() {
        var large = new LayerEdit(Layer.INSTALL, "\"" + "x".repeat(300_000) + "\"", SELECTOR);
        ManifestUpdate update = update(MANIFEST, "uid-1", false, List.of(large), ManifestAnnotations.NONE, DESIRED);

        assertThat(GuardedPatch.of(update))
                .isEqualTo(new GuardedPatch.Unfit(DeadLetter.Code.TOO_LARGE, "patch of more than 262144 characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kcp/../x", "kcp/ns/..", "kcp/ns/a?b", "kcp/ns/A", "kcp/ns/a%2fb", "kcp/ns/a#"})
    void refusesNamesThatWouldLeadElsewhere(String manifest) {
        assertThat(GuardedPatch.of(Updates.first(manifest, "uid-1"))).isInstanceOf(GuardedPatch.Invalid.class);
    }

    @Test
    void refusesUpdatesThatContradictThemselves() {
        var twice = new LayerEdit(Layer.INSTALL, null, SELECTOR);

        assertThat(GuardedPatch.of(
                        update(MANIFEST, "uid-1", false, List.of(twice, twice), ManifestAnnotations.NONE, DESIRED)))
                .isInstanceOf(GuardedPatch.Invalid.class);
        assertThat(GuardedPatch.of(update(MANIFEST, "uid-1", false, List.of(), DESIRED, ManifestAnnotations.NONE)))
                .isInstanceOf(GuardedPatch.Invalid.class);
        assertThat(GuardedPatch.of(Updates.first(MANIFEST, ""))).isInstanceOf(GuardedPatch.Invalid.class);
    }

    @Test
    void neverQuotesTheRecordInItsRefusal() {
        var canary = new LayerEdit(Layer.INSTALL, null, "{\"canary");

        GuardedPatch patch =
                GuardedPatch.of(update(MANIFEST, "uid-1", false, List.of(canary), ManifestAnnotations.NONE, DESIRED));

        assertThat(patch.toString()).doesNotContain("canary");
    }

    private static String json(ManifestUpdate update) {
        return ((GuardedPatch.Ready) GuardedPatch.of(update)).json();
    }
}
