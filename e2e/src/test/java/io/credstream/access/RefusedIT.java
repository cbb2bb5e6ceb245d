package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Service;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom Kafka does not believe says so where it is asked whether it is ready, and waits for somebody to mend it. */
@TestInstance(Lifecycle.PER_CLASS)
class RefusedIT {

    private static final TopicSetup SETUP = new TopicSetup(2, 1, Duration.ofDays(1));

    private final GuardedBroker broker = GuardedBroker.start();

    @TempDir
    static Path folder;

    @BeforeAll
    void makeTopics() throws InterruptedException {
        FingerprintKeys.generate(folder.resolve("keys.yaml"));
        SETUP.ensure(broker.clients(), Topics.withPrefix(Topics.DEFAULT_PREFIX));
    }

    @AfterAll
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotBelievedSaysSoAndTriesAgain(Service service) throws IOException {
        // Given
        List<String> command = command(service);
        Path properties = Path.of(command.getLast());
        String right = Files.readString(properties);
        Files.writeString(properties, right.replace("not-a-password", "not-the-password"));
        try (Underway underway = Underway.start(command)) {
            // Then
            underway.awaitNotReady("Kafka does not accept who we are; check the credentials");
            assertThat(underway.isLive()).isTrue();
            // When
            Files.writeString(properties, right);
            // Then
            underway.awaitReady();
        }
    }

    private List<String> command(Service service) {
        String who = service.name().toLowerCase(Locale.ROOT);
        List<String> command =
                new ArrayList<>(List.of(who, "--history-window", "1d", "--session-timeout", Underway.LONG_SESSION));
        command.addAll(
                switch (service) {
                    case INGEST ->
                        List.of(
                                "--fingerprint-keys",
                                folder.resolve("keys.yaml").toString());
                    case PROCESSOR, SINK -> List.of();
                });
        command.addAll(broker.options(who, folder));
        return command;
    }
}
