package io.credstream.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.docker.SecuredKafka.Identity;
import io.credstream.e2e.Play;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.NoStaleOverwrite;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.KafkaTrouble;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the files of {@code deploy/kafka}: TLS, each service in its own name, by a password and by a certificate. */
@Tag("docker")
@Timeout(600)
class SecuredKafkaIT {

    @TempDir
    Path folder;

    private SecuredKafka kafka;
    private TestFleet world;

    @BeforeEach
    void start() throws IOException {
        kafka = SecuredKafka.start(Files.createDirectory(folder.resolve("certificates")));
        world = new TestFleet(folder, kafka);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void servicesWorkInTheirOwnNamesHoweverTheyIdentifyThemselves() {
        Play play = Play.on(world);
        for (Identity identity : Identity.values()) {
            kafka.identifyBy(identity);
            // When in this process
            world.services().startAll(1);
            play.rotate("kcp-eu", "not-a-password-by-" + identity);
            new Converges().holdsSoon(world);
            world.services().stopAll();
        }
        // When from the command line, from a file
        for (Service service : Service.values()) {
            world.services().spawn(service);
        }
        play.changeEverything();
        // Then
        new Converges().holdsSoon(world);
        new NoStaleOverwrite().verify(world);
    }

    @Test
    void aBrokerOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> {
                    TopicSetup.DEFAULTS.ensure(kafka.clientsOfAnotherName(), world.topics());
                })
                .satisfies(refused -> assertThat(KafkaTrouble.refusal(refused))
                        .hasValueSatisfying(
                                said -> assertThat(said).contains(SslAuthenticationException.class.getSimpleName())));
    }
}
