package io.credstream.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credstream.model.BindingState;
import io.credstream.model.ManifestUpdate;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.Updates;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateEventTest {

    private static final Instant NOW = Instant.parse("2025-03-01T12:00:00.123Z");

    @Test
    void standsWhereKubectlDescribeLooksForIt() throws JsonProcessingException {
        JsonNode event = event(BindingState.BOUND, 7);

        assertThat(event.at("/metadata/namespace").asText()).isEqualTo("ns");
        assertThat(event.at("/involvedObject/kind").asText()).isEqualTo("Manifest");
        assertThat(event.at("/involvedObject/name").asText()).isEqualTo("m");
        assertThat(event.at("/involvedObject/uid").asText()).isEqualTo("uid-1");
        assertThat(event.at("/reason").asText()).isEqualTo("CredentialBound");
        assertThat(event.at("/type").asText()).isEqualTo("Normal");
        assertThat(event.at("/lastTimestamp").asText()).isEqualTo("2025-03-01T12:00:00Z");
        assertThat(event.at("/reportingComponent").asText()).isEqualTo("credstream");
    }

    @Test
    void isTheSameWhenItIsSentTwice() throws JsonProcessingException {
        assertThat(event(BindingState.BOUND, 7)).isEqualTo(event(BindingState.BOUND, 7));
        assertThat(event(BindingState.BOUND, 7).at("/metadata/name"))
                .isNotEqualTo(event(BindingState.BOUND, 8).at("/metadata/name"));
    }

    @ParameterizedTest
    @EnumSource(BindingState.class)
    void saysOfEveryStateWhatItMeans(BindingState state) throws JsonProcessingException {
        JsonNode event = event(state, 7);

        assertThat(event.at("/message").asText()).hasSizeBetween(40, 1024).contains("credstream.credentials-0@7");
        assertThat(event.at("/reason").asText()).matches("Credential[A-Za-z]+");
    }

    private static JsonNode event(BindingState state, long offset) throws JsonProcessingException {
        ManifestUpdate first = Updates.first("kcp/ns/m", "uid-1");
        var update = new ManifestUpdate(
                first.manifest(),
                first.uid(),
                first.observed(),
                first.annotated(),
                first.layers(),
                first.expected(),
                first.desired(),
                state,
                first.attempt(),
                first.cause());
        return new ObjectMapper().readTree(StateEvent.json(new Decision(update, Updates.at(offset), NOW), NOW));
    }
}
