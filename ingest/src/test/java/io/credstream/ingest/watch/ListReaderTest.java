package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListReaderTest {

    private static final int OBJECT_BYTES = 100_000;

    private final List<String> names = new ArrayList<>();

    @Test
    void readsAListOfACoreKindWhoseMetadataComeFirst() throws IOException {
        Api.Page page = read("""
                {"kind":"SecretList","metadata":{"resourceVersion":"12","continue":"abc","remainingItemCount":1},
                 "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}""");
        assertThat(page.version()).isEqualTo("12");
        assertThat(page.next()).isEqualTo("abc");
        assertThat(page.bytes()).isEqualTo(161);
        assertThat(names).containsExactly("a", "b");
    }

    @Test
    void readsAListOfACustomKindWhoseMetadataComeLast() throws IOException {
        Api.Page page = read("""
                {"apiVersion":"v1","items":[{"metadata":{"name":"a"}}],"kind":"List",
                 "metadata":{"continue":"","resourceVersion":"340282366920938463463374607431768211455"}}""");
        assertThat(page.version()).isEqualTo("340282366920938463463374607431768211455");
        assertThat(page.next()).isNull();
        assertThat(names).containsExactly("a");
    }

    @Test
    void readsAnEmptyListAsGoWritesIt() throws IOException {
        assertThat(read("""
                {"metadata":{"resourceVersion":"1"},"items":null}""").next()).isNull();
        assertThat(names).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "not JSON",
                "{\"metadata\":{},\"items\":[]}",
                "{\"metadata\":{\"resourceVersion\":\"x1\"},\"items\":[]}",
                "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}",
                "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{\"a\":1}"
            })
    void whateverIsNoCompleteListIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
    }

    @Test
    void anObjectThatIsTooLargeIsToldByItsBeginningAndTheNextOneIsRead() throws Exception {
        read("""
                {"metadata":{"resourceVersion":"1"},"items":[
                {"metadata":{"namespace":"ns","name":"large","uid":"u","labels":{"x":"%s"}}},
                {"metadata":{"name":"b"}}]}""".formatted("y".repeat(OBJECT_BYTES)));
        assertThat(names).containsExactly("too large: large", "b");
    }

    @Test
    void anObjectWhoseNameComesTooLateIsReadPast() throws Exception {
        read("""
                {"metadata":{"resourceVersion":"1"},"items":[
                {"data":{"x":"%s"},"metadata":{"name":"late"}},{"metadata":{"name":"b"}}]}""".formatted("y".repeat(OBJECT_BYTES)));
        assertThat(names).containsExactly("too large: ", "b");
    }

    @Test
    void anObjectThatIsTooDeepIsLeftOutAndTheNextOneIsRead() throws Exception {
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        read("""
                {"metadata":{"resourceVersion":"1"},"items":[
                {"metadata":{"name":"deep"},"spec":%s},{"metadata":{"name":"b"}}]}""".formatted(deep));
        assertThat(names).containsExactly("too large: deep", "b");
    }

    @Test
    void anObjectOfMoreMembersThanMemoryIsThereForIsLeftOut() throws Exception {
        String intricate = "[" + "[],".repeat(OBJECT_BYTES / 4) + "[]]";
        read("""
                {"metadata":{"resourceVersion":"1"},"items":[
                {"metadata":{"name":"intricate"},"spec":%s},{"metadata":{"name":"b"}}]}""".formatted(intricate));
        assertThat(names).containsExactly("too large: intricate", "b");
    }

    @Test
    void aNumberThatNobodyCanCountToIsNoVersion() {
        assertThatThrownBy(() -> read("""
                {"metadata":{"resourceVersion":1e1000000000},"items":[]}""")).isInstanceOf(IOException.class);
    }

    private Api.Page read(String body) throws IOException {
        Room.Share room = new Room(1 << 20, OBJECT_BYTES, Duration.ofSeconds(1)).share();
        try {
            return new ListReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), room, OBJECT_BYTES)
                    .read(item -> names.add(
                            switch (item) {
                                case Api.Item.Whole(JsonNode object, long bytes) -> name(object);
                                case Api.Item.TooLarge(JsonNode head, long bytes) -> "too large: " + name(head);
                            }));
        } catch (ApiFailure | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }
}
