package io.credstream.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:5000/modules",
                "10.1.2.3/modules",
                "172.16.0.1:5000",
                "192.168.0.1",
                "127.0.0.1:5000",
                "[::1]:5000",
                "registry.localhost:5000/x"
            })
    void privateAddressesAndTheSameMachine(String registry) {
        assertThat(PlainHttp.mayBeUsedFor(registry)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"registry.example.com", "172.32.0.1", "8.8.8.8:5000", "localhost.example.com", "10.example.com"})
    void othersAreEncrypted(String registry) {
        assertThat(PlainHttp.mayBeUsedFor(registry)).isFalse();
    }
}
