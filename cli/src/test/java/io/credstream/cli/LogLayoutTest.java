package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.credstream.observe.Printable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLayoutTest {

    private static final String EVIL = "v1\u001b[31m\u001b]0;pwn\u0007\n12:00:00 ERROR forged\u202eX";

    private final LoggerContext context = new LoggerContext();

    @Test
    void anEventIsOneLineWhateverIsInIt() {
        LoggingEvent event = event(EVIL, null);
        event.addKeyValuePair(new KeyValuePair("version", EVIL + "\""));

        assertThat(layOut(event))
                .isEqualTo("12:30:00 WARN  Feed v1\\u001b[31m\\u001b]0;pwn\\u0007\\n12:00:00 ERROR forged\\u202eX "
                        + "version=\"v1\\u001b[31m\\u001b]0;pwn\\u0007\\n12:00:00 ERROR forged\\u202eX\\\"\"\n");
    }

    @Test
    void aValueIsBounded() {
        LoggingEvent event = event("message", null);
        event.addKeyValuePair(new KeyValuePair("version", "9".repeat(2_000_000)));

        assertThat(layOut(event).length()).isLessThan(5_000);
    }

    @Test
    void messagesOfClientLibrariesAreNotShown() {
        String header = "Unexpected char 0x0a in Authorization value: Bearer CANARY";
        IllegalArgumentException client =
                new IllegalArgumentException(header, new IOException("https://u:CANARY@host/"));
        client.addSuppressed(new NumberFormatException("For input string: \"CANARY\""));

        assertThat(layOut(event("It failed", client)))
                .doesNotContain("CANARY")
                .contains("\njava.lang.IllegalArgumentException\n    at io.credstream.cli.LogLayoutTest.")
                .contains("\n    Suppressed: java.lang.NumberFormatException\n")
                .contains("\nCaused by: java.io.IOException\n");
    }

    @Test
    void messagesOfKafkaAreShownInOneLine() {
        assertThat(layOut(event("It failed", new TopicAuthorizationException(EVIL))))
                .contains("\norg.apache.kafka.common.errors.TopicAuthorizationException: v1\\u001b[31m")
                .satisfies(text -> assertThat(Printable.lines(text)).isEqualTo(text))
                .doesNotContain("\n12:00:00 ERROR");
    }

    private String layOut(LoggingEvent event) {
        return new LogLayout(DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC)).doLayout(event);
    }

    private LoggingEvent event(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        LoggingEvent event = new LoggingEvent(
                LogLayoutTest.class.getName(),
                context.getLogger("io.credstream.Feed"),
                Level.WARN,
                message,
                cause,
                null);
        event.setInstant(Instant.parse("2026-08-01T12:30:00Z"));
        return event;
    }
}
