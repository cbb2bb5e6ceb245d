package io.credstream.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaTroubleTest {

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new UnknownTopicOrPartitionException("x"), "Topics are missing; create them with"),
                Arguments.of(new UnknownTopicIdException("x"), "Topics are missing; create them with"),
                Arguments.of(new KafkaStorageException("x"), "Kafka cannot write to a disk; free space"),
                Arguments.of(new NotEnoughReplicasException("x"), "Kafka has too few replicas in sync"),
                Arguments.of(new NotEnoughReplicasAfterAppendException("x"), "Kafka has too few replicas in sync"),
                Arguments.of(new TimeoutException("x"), "Kafka does not answer in time; check that its brokers run"),
                Arguments.of(new DisconnectException("x"), "Kafka does not answer in time; check that its brokers run"),
                Arguments.of(new LeaderNotAvailableException("x"), "Kafka does not answer in time; check that"),
                Arguments.of(new CorruptRecordException("x"), "Kafka does not answer in time; check that"),
                Arguments.of(
                        GroupAuthorizationException.forGroupId("g"), "Kafka refuses us: GroupAuthorizationException"),
                Arguments.of(new SaslAuthenticationException("x"), "Kafka refuses us: SaslAuthenticationException"),
                Arguments.of(new ProducerFencedException("x"), "Trouble with Kafka: ProducerFencedException"),
                Arguments.of(new UnknownServerException("x"), "Trouble with Kafka: UnknownServerException"),
                Arguments.of(new KafkaException("x"), "Trouble with Kafka: KafkaException"),
                Arguments.of(
                        new UnfitTopicsException(List.of("topic a is unfit; mend it")), "topic a is unfit; mend it"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void troubleIsTheirsAndHasWordsHoweverItIsWrapped(RuntimeException trouble, String words) {
        for (Throwable thrown : List.of(
                trouble, new KafkaException("wrapper", trouble), new KafkaException(new ExecutionException(trouble)))) {
            assertThat(KafkaTrouble.isTheirs(thrown)).as("%s", thrown).isTrue();
            assertThat(KafkaTrouble.describe(thrown)).startsWith(words);
        }
    }

    /** A disk of our own, such as the one with a state folder. */
    @Test
    void aDiskIsNoBug() {
        assertThat(KafkaTrouble.isTheirs(new KafkaException(new IOException("No space left on device"))))
                .isTrue();
    }

    @Test
    void whatThisProgramDoesWrongIsABug() {
        for (Throwable bug : List.of(
                new IllegalStateException("bug"),
                new KafkaException(new IllegalStateException("bug")),
                new KafkaException(new SerializationException("bug")),
                new ConfigException("bug"),
                new KafkaException("keystore", new KafkaException(new NoSuchFileException("/etc/keystore.p12"))),
                new OutOfMemoryError("bug"),
                new KafkaException(new TimeoutException(new StackOverflowError())))) {
            assertThat(KafkaTrouble.isTheirs(bug)).as("%s", bug).isFalse();
        }
    }

    @Test
    void aChainThatLeadsToItselfEnds() {
        Exception first = new IllegalStateException("bug");
        Exception second = new KafkaException(first);
        first.initCause(second);
        assertThat(KafkaTrouble.isTheirs(second)).isFalse();
        assertThat(KafkaTrouble.describe(second)).startsWith("Trouble with Kafka");
    }
}
