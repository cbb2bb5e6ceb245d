package io.credstream.rules.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R10: what covers what, as lifecycle-manager's keychain decides it. */
class LocationTest {

    @ParameterizedTest
    @CsvSource({
        "reg.io, reg.io/team/mod",
        "reg.io/team, reg.io/team/mod",
        "reg.io/tea, reg.io/team/mod",
        "reg.io:5000, reg.io:5000/mod",
        "*.io, reg.io/mod",
        "*.reg.io, eu.reg.io/mod",
        "e*.r*g.io, eu.reg.io/mod",
        "r[a-f]g.io, reg.io/mod",
        "r[^x]g.io, reg.io/mod",
        "localhost:5000, localhost:5000/mod",
        "[::1]:5000, [::1]:5000/mod",
        "index.docker.io, docker.io/team/mod",
        "index.docker.io, index.docker.io/team/mod",
        "index.docker.io, team/mod",
        "index.docker.io, localhost/mod",
        "index.docker.io/library, mod",
    })
    void covers(String entry, String repository) {
        assertThat(Location.ofEntry(entry).covers(Location.ofRepository(repository)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "reg.io, other.io/mod",
        "reg.io, eu.reg.io/mod",
        "*.io, eu.reg.io/mod",
        "*.*.io, reg.io/mod",
        "reg.io, reg.io:5000/mod",
        "reg.io:443, reg.io/mod",
        "reg.io:5000, reg.io:5001/mod",
        "reg.io/other, reg.io/team/mod",
        "reg.io/team/mod/deeper, reg.io/team/mod",
        "reg.io/v1, reg.io/mod",
        "reg.io/v1/mod, reg.io/mod",
        "https://reg.io, reg.io/mod",
        "localhost, localhost/mod",
        "r[a-d]g.io, reg.io/mod",
        "r[eg.io, reg.io/mod",
        "docker.io, docker.io/team/mod",
        "docker.io, team/mod",
        "'', reg.io/mod",
    })
    void doesNotCover(String entry, String repository) {
        assertThat(Location.ofEntry(entry).covers(Location.ofRepository(repository)))
                .isFalse();
    }
}
