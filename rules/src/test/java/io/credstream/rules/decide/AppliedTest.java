package io.credstream.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Layer;
import io.credstream.model.Manifest.ManifestLayer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppliedTest {

    private static final String A = "0123456789abcdef";
    private static final String B = "fedcba9876543210";

    @Test
    void isReadAsItIsWritten() {
        Applied applied = new Applied(Map.of(Layer.CONFIG, B, Layer.INSTALL, A));

        assertThat(applied.format()).isEqualTo("install=" + A + ",config=" + B);
        assertThat(Applied.parse(applied.format())).isEqualTo(applied);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ",",
                "install",
                "install=",
                "=0123456789abcdef",
                "install=0123456789ABCDEF",
                "install=01",
                "x=y=z"
            })
    void garbageIsNothingOfOurs(String annotation) {
        assertThat(Applied.parse(annotation).hashes()).isEmpty();
        assertThat(Applied.parse(annotation).format()).isNull();
    }

    @Test
    void whatStandsBesideGarbageIsRead() {
        assertThat(Applied.parse("?!, install=" + A + " ,future=" + B).hashes()).isEqualTo(Map.of(Layer.INSTALL, A));
    }

    @Test
    void aSelectorIsOursHoweverItIsSpelled() {
        String canonical = "{\"matchLabels\":{\"a\":\"b\"}}";
        Applied applied = new Applied(Map.of(Layer.INSTALL, Applied.hash(canonical)));

        assertThat(applied.owns(new ManifestLayer(Layer.INSTALL, "{ \"matchLabels\": {\"a\":\"b\"}}", canonical)))
                .isTrue();
        assertThat(applied.owns(new ManifestLayer(Layer.CONFIG, canonical, canonical)))
                .isFalse();
        assertThat(applied.owns(new ManifestLayer(Layer.INSTALL, "{}", "{}"))).isFalse();
        assertThat(applied.owns(new ManifestLayer(Layer.INSTALL, null, null))).isFalse();
    }
}
