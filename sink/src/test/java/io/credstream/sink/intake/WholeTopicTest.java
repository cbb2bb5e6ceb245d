package io.credstream.sink.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeTopicTest {

    private static final Topic<Order> ORDERS =
            Topics.withPrefix(Topics.DEFAULT_PREFIX).orders();
    private static final TopicPartition PARTITION = new TopicPartition(ORDERS.name(), 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> told = new ArrayList<>();
    private Optional<Uuid> id = Optional.empty();
    private final WholeTopic<Order> orders = new WholeTopic<>(
            consumer,
            ORDERS,
            () -> id,
            (key, order) -> told.add(order == null ? key + " gone" : order.user()),
            (fault, at) -> told.add("fault"),
            () -> told.add("made anew"));

    @BeforeEach
    void aPartition() {
        Node[] none = {};
        consumer.updatePartitions(ORDERS.name(), List.of(new PartitionInfo(ORDERS.name(), 0, null, none, none)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void aTopicThatWasMadeAnewIsReadAnewAndTakesNothingBack() {
        // Given
        id = Optional.of(Uuid.randomUuid());
        orders.readToEnd(Duration.ZERO);
        order("alice", 0);
        order("bob", 1);
        orders.poll(Duration.ZERO);
        // When
        id = Optional.of(Uuid.randomUuid());
        orders.poll(Duration.ZERO);
        // Then
        assertThat(told).containsExactly("alice", "bob", "made anew");
        // When
        order("carol", 0);
        orders.poll(Duration.ZERO);
        // Then
        assertThat(told).containsExactly("alice", "bob", "made anew", "carol");
    }

    @Test
    void thatItWasMadeAnewIsToldOnceAllIsKnownThatItSays() {
        // Given
        id = Optional.of(Uuid.randomUuid());
        orders.readToEnd(Duration.ZERO);
        // When
        id = Optional.of(Uuid.randomUuid());
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        for (String by : List.of("alice", "bob")) {
            orders.poll(Duration.ZERO);
            order(by, told.size());
        }
        orders.poll(Duration.ZERO);
        orders.poll(Duration.ZERO);
        // Then
        assertThat(told).containsExactly("alice", "bob", "made anew");
    }

    @Test
    void aTopicThatIsAwayOrNotLookedAtYetIsNoOther() {
        orders.readToEnd(Duration.ZERO);
        order("alice", 0);
        orders.poll(Duration.ZERO);

        Optional<Uuid> first = Optional.of(Uuid.randomUuid());
        for (Optional<Uuid> next : List.of(first, Optional.<Uuid>empty(), first)) {
            id = next;
            orders.poll(Duration.ZERO);
        }

        assertThat(consumer.position(PARTITION)).isEqualTo(1);
    }

    @Test
    void whatOnlyANewerBuildCouldReadIsNotWaitedForOnceItIsGone() {
        id = Optional.of(Uuid.randomUuid());
        orders.readToEnd(Duration.ZERO);
        byte[] value = encoded("alice");
        value[2] ^= 0x55;
        var record = new ConsumerRecord<>(ORDERS.name(), 0, 0, "k", value);
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.UTF_8));
        consumer.addRecord(record);
        orders.poll(Duration.ZERO);
        assertThat(orders.newer().isEmpty()).isFalse();

        id = Optional.of(Uuid.randomUuid());
        orders.poll(Duration.ZERO);

        assertThat(orders.newer().isEmpty()).isTrue();
    }

    private void order(String by, long offset) {
        consumer.addRecord(
                new ConsumerRecord<>(ORDERS.name(), 0, offset, order(by).key(), encoded(by)));
    }

    private static byte[] encoded(String by) {
        return ORDERS.serde().encode(order(by));
    }

    private static Order order(String by) {
        return new Order(new Target.All(), new Brake(Mode.PAUSE), by, "any", Instant.EPOCH);
    }
}
