package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListReaderTest {

    private final List<String> names = new ArrayList<>();

    @Test
    void readsAListOfACoreKindWhoseMetadataComeFirst() throws IOException {
        Api.Page page = read("""
                {"kind":"SecretList","metadata":{"resourceVersion":"12","continue":"abc","remainingItemCount":1},
                 "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}""");
        assertThat(page).isEqualTo(new Api.Page("12", "abc"));
        assertThat(names).containsExactly("a", "b");
    }

    @Test
    void readsAListOfACustomKindWhoseMetadataComeLast() throws IOException {
        Api.Page page = read("""
                {"apiVersion":"v1","items":[{"metadata":{"name":"a"}}],"kind":"List",
                 "metadata":{"continue":"","resourceVersion":"340282366920938463463374607431768211455"}}""");
        assertThat(page).isEqualTo(new Api.Page("340282366920938463463374607431768211455", null));
        assertThat(names).containsExactly("a");
    }

    @Test
    void readsAnEmptyListAsGoWritesIt() throws IOException {
        assertThat(read("""
                {"metadata":{"resourceVersion":"1"},"items":null}""")).isEqualTo(new Api.Page("1", null));
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
        assertThatThrownBy(() -> read(body)).isInstanceOf(JsonProcessingException.class);
    }

    private Api.Page read(String body) throws IOException {
        return ListReader.read(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                item -> names.add(item.path("metadata").path("name").asText()));
    }
}
