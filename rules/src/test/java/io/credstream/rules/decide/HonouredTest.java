package io.credstream.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R18. */
class HonouredTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "1.3.9", "1.3.10", "v1.3.10", "1.3.10-rc1", "1.3.10+build.5", "1.2.99"})
    void upToTheLastVersionThatReadIt(String version) {
        assertThat(Honoured.of(version, false)).isEqualTo(Honoured.HONOURED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.11", "1.3.11-rc1", "1.4.0", "1.10.0", "2.0.0", "99999999999999999999.0.0"})
    void notByLaterVersions(String version) {
        assertThat(Honoured.of(version, false)).isEqualTo(Honoured.NOT_BY_THIS_VERSION);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "latest", "1.3", "1.3.10.1", "01.3.10", "1.3.x"})
    void notWhereTheVersionIsUnknown(String version) {
        assertThat(Honoured.of(version, false)).isEqualTo(Honoured.VERSION_UNKNOWN);
    }

    @Test
    void neverForTemplatesOnRuntimes() {
        assertThat(Honoured.of("1.3.10", true)).isEqualTo(Honoured.NOT_FOR_REMOTE_TEMPLATES);
        assertThat(Honoured.NOT_FOR_REMOTE_TEMPLATES.isHonoured()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-alpha.beta, 1.0.0-beta",
        "1.0.0-beta.2, 1.0.0-beta.11",
        "1.0.0-rc.1, 1.0.0",
        "1.9.0, 1.10.0",
    })
    void versionsAreOrderedAsTheirSpecificationSays(String older, String newer) {
        assertThat(SemanticVersion.parse(older).orElseThrow())
                .isLessThan(SemanticVersion.parse(newer).orElseThrow());
    }
}
