package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Watches: where they begin, what they show, how they end. */
abstract class WatchContract extends ApiServerContract {

    private static final Duration A_WHILE = Duration.ofMillis(700);

    @Test
    void showsWhatHappensAfterTheVersionOfAList() {
        // Given
        createSecret("before", "");
        var version = version(ok(api.get(secrets())));
        createSecret("between", "");
        // When
        try (var watch = api.watch(from(version, ""))) {
            createSecret("after", "");
            ok(api.mergePatch(secrets() + "/before", "{\"data\": {\"key\": \"bmV3\"}}"));
            // Then
            assertThat(watch.status()).isEqualTo(200);
            watch.next("ADDED", "between");
            watch.next("ADDED", "after");
            assertThat(watch.next("MODIFIED", "before").at("/data/key").asText())
                    .isEqualTo("bmV3");
        }
    }

    @Test
    void aWebSocketShowsTheSame() {
        var version = version(ok(api.get(secrets())));
        try (var watch = api.watchBySocket(from(version, ""))) {
            createSecret("a", "");
            assertThat(watch.next("ADDED", "a").path("kind").asText()).isEqualTo("Secret");
        }
    }

    @Test
    void aDeletionCarriesItsOwnVersionAndTheLastContent() {
        // Given
        var written = createSecret("a", "");
        // When
        try (var watch = api.watch(from(version(written), ""))) {
            ok(api.delete(secrets() + "/a"));
            // Then
            var deleted = watch.next("DELETED", "a");
            assertThat(Long.parseLong(version(deleted))).isGreaterThan(Long.parseLong(version(written)));
            assertThat(deleted.at("/data/key").asText()).isEqualTo("b2xk");
            createSecret("b", "");
            assertThat(Long.parseLong(version(watch.next("ADDED", "b"))))
                    .isGreaterThan(Long.parseLong(version(deleted)));
        }
    }

    @Test
    void leavingTheSelectorIsADeletionAndEnteringItAnAddition() {
        // Given
        createSecret("a", "\"keep\": \"yes\"");
        var version = version(createSecret("b", ""));
        // When
        try (var watch = api.watch(from(version, "&labelSelector=keep%3Dyes"))) {
            var left = ok(api.mergePatch(
                    secrets() + "/a",
                    "{\"metadata\": {\"labels\": {\"keep\": \"no\"}}, \"data\": {\"key\": \"bmV3\"}}"));
            ok(api.mergePatch(secrets() + "/b", "{\"metadata\": {\"labels\": {\"keep\": \"yes\"}}}"));
            // Then
            var deleted = watch.next("DELETED", "a");
            assertThat(version(deleted)).isEqualTo(version(left));
            assertThat(deleted.at("/metadata/labels/keep").asText()).isEqualTo("yes");
            assertThat(deleted.at("/data/key").asText()).isEqualTo("b2xk");
            watch.next("ADDED", "b");
        }
    }

    @Test
    void withoutAVersionItBeginsWithWhatIsThere() {
        createSecret("a", "");
        try (var watch = api.watch(secrets() + "?watch=true")) {
            watch.next("ADDED", "a");
            createSecret("b", "");
            watch.next("ADDED", "b");
        }
    }

    @Test
    void initialEventsEndWithABookmarkThatSaysSo() {
        createSecret("a", "");
        var query = "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
        try (var watch = api.watch(secrets() + query)) {
            watch.next("ADDED", "a");
            var end = watch.next("BOOKMARK");
            assertThat(end.at("/metadata/annotations/k8s.io~1initial-events-end")
                            .asText())
                    .isEqualTo("true");
            assertThat(version(end)).matches("\\d+");
        }
    }

    @Test
    void aTimeoutEndsItWithABookmarkToResumeFrom() {
        // Given
        var version = version(ok(api.get(secrets())));
        try (var watch = api.watch(from(version, "&allowWatchBookmarks=true&timeoutSeconds=4"))) {
            var last = createSecret("a", "");
            // When
            var events = watch.rest();
            // Then
            assertThat(events.getFirst().path("type").asText()).isEqualTo("ADDED");
            var bookmark = events.getLast();
            assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(Long.parseLong(version(bookmark.path("object"))))
                    .isGreaterThanOrEqualTo(Long.parseLong(version(last)));
            assertThat(bookmark.path("object").path("kind").asText()).isEqualTo("Secret");
            try (var resumed = api.watch(from(version(bookmark.path("object")), ""))) {
                createSecret("b", "");
                resumed.next("ADDED", "b");
            }
        }
    }

    @Test
    void withoutBookmarksATimeoutJustEndsIt() {
        var version = version(ok(api.get(secrets())));
        try (var watch = api.watch(from(version, "&timeoutSeconds=1"))) {
            assertThat(watch.rest()).isEmpty();
        }
    }

    @Test
    void fromAVersionOfTheFutureItIsSilent() {
        var future = Long.parseLong(version(ok(api.get(secrets())))) + 1_000_000;
        try (var watch = api.watch(from(Long.toString(future), "&allowWatchBookmarks=true"))) {
            assertThat(watch.status()).isEqualTo(200);
            createSecret("a", "");
            watch.staysSilentFor(A_WHILE);
        }
    }

    @Test
    void itShowsOnlyItsNamespaceAndKind() {
        var version = version(ok(api.get(secrets())));
        try (var watch = api.watch(from(version, ""))) {
            createManifest("m");
            createSecret("a", "");
            watch.next("ADDED", "a");
        }
    }

    @Test
    void aVersionThatIsNoneIsAnErrorOfTheServer() {
        refused(api.get(from("garbage", "")), 500, "");
    }

    protected String from(String version, String more) {
        return secrets() + "?watch=true&resourceVersion=" + version + more;
    }
}
