package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists: what they select, and pages that belong together. */
abstract class ListContract extends ApiServerContract {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "team=red | a,b",
                "team==red | a,b",
                "team!=red | c,d",
                "team in (red,blue) | a,b,c",
                "team notin (red) | c,d",
                "team | a,b,c",
                "!team | d",
                "team=red,tier=1 | a",
                "team in (red,blue),tier notin (1,2) | c",
                "example.com/key=v_1.x | d"
            })
    void selectsByLabels(String selector, String expected) {
        // Given
        createSecret("a", "\"team\": \"red\", \"tier\": \"1\"");
        createSecret("b", "\"team\": \"red\", \"tier\": \"2\"");
        createSecret("c", "\"team\": \"blue\"");
        createSecret("d", "\"example.com/key\": \"v_1.x\"");
        // When
        var list = ok(api.get(secrets() + "?labelSelector=" + encoded(selector)));
        // Then
        assertThat(names(list)).containsExactly(expected.split(","));
    }

    @Test
    void aSelectorThatCannotBeReadIsABadRequest() {
        refused(api.get(secrets() + "?labelSelector=" + encoded("a in b")), 400, "BadRequest");
    }

    @Test
    void selectsByName() {
        createSecret("a", "");
        createSecret("b", "");
        assertThat(names(ok(api.get(secrets() + "?fieldSelector=" + encoded("metadata.name=b")))))
                .containsExactly("b");
    }

    @Test
    void aListAcrossNamespacesShowsEveryNamespace() {
        createSecret("a", "\"across\": \"%s\"".formatted(namespace));
        var list = ok(api.get("/api/v1/secrets?labelSelector=" + encoded("across=" + namespace)));
        assertThat(names(list)).containsExactly("a");
        assertThat(list.at("/items/0/metadata/namespace").asText()).isEqualTo(namespace);
    }

    @Test
    void aListSaysWhatItIsAndOfWhichVersion() {
        createSecret("a", "");
        var list = ok(api.get(secrets()));
        assertThat(list.path("kind").asText()).isEqualTo("SecretList");
        assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(version(list)).matches("\\d+");
        assertThat(list.at("/metadata/continue").asText()).isEmpty();
    }

    @Test
    void pagesShowOneVersionWhateverIsWrittenBetweenThem() {
        // Given
        for (var name : new String[] {"a", "b", "c", "d", "e"}) {
            createSecret(name, "");
        }
        // When
        var first = ok(api.get(secrets() + "?limit=2"));
        ok(api.delete(secrets() + "/c"));
        createSecret("bb", "");
        ok(api.mergePatch(secrets() + "/d", "{\"data\": {\"key\": \"bmV3\"}}"));
        var second = ok(api.get(secrets() + "?limit=2&continue=" + encoded(token(first))));
        var third = ok(api.get(secrets() + "?limit=2&continue=" + encoded(token(second))));
        // Then
        var all = new ArrayList<>(names(first));
        all.addAll(names(second));
        all.addAll(names(third));
        assertThat(all).containsExactly("a", "b", "c", "d", "e");
        assertThat(second.at("/items/1/data/key").asText()).isEqualTo("b2xk");
        assertThat(version(second)).isEqualTo(version(first));
        assertThat(version(third)).isEqualTo(version(first));
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        assertThat(second.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        assertThat(token(third)).isEmpty();
    }

    @Test
    void pagesOfASelectionDoNotSayHowMuchIsLeft() {
        createSecret("a", "\"x\": \"y\"");
        createSecret("b", "\"x\": \"y\"");
        var first = ok(api.get(secrets() + "?limit=1&labelSelector=x%3Dy"));
        assertThat(names(first)).containsExactly("a");
        assertThat(first.path("metadata").has("remainingItemCount")).isFalse();
        var second = ok(api.get(secrets() + "?limit=1&labelSelector=x%3Dy&continue=" + encoded(token(first))));
        assertThat(names(second)).containsExactly("b");
    }

    @Test
    void aTokenThatCannotBeReadIsABadRequest() {
        refused(api.get(secrets() + "?limit=1&continue=garbage"), 400, "BadRequest");
    }

    @Test
    void theObjectsOfAListAreThoseThatAReadShows() {
        createManifest("m");
        var listed = ok(api.get(manifests())).at("/items/0");
        assertThat(listed).isEqualTo(ok(api.get(manifests() + "/m")));
    }

    private static String token(JsonNode list) {
        return list.at("/metadata/continue").asText();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
