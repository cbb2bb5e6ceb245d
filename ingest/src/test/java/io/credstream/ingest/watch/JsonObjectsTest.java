package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Held against Jackson, on random JSON that arrives in random pieces. */
final class JsonObjectsTest {

    private static final long SEED = Long.getLong("credstream.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("credstream.rounds", 2_000);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TEXTS = {
        "",
        "a",
        "\"",
        "\\",
        "\\\"",
        "]}",
        "[{",
        ",",
        ":",
        "\n",
        "\u0000",
        "ü",
        "😀",
        "\\u0022",
        "{\"a\":[",
        "x".repeat(50)
    };

    private final Room.Share room = new Room(1 << 20, 1 << 16, Duration.ofSeconds(1)).share();

    @Test
    void itemsAreWhatAParserSees() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(SEED + round);
            ArrayNode list = JSON.createArrayNode();
            for (int i = random.nextInt(6); i > 0; i--) {
                list.add(tree(random, 0));
            }
            String text = random.nextBoolean() ? list.toString() : list.toPrettyString();
            assertThat(items(text, random))
                    .as("-Dcredstream.seed=%d, round %d", SEED, round)
                    .isEqualTo(list);
        }
    }

    @Test
    void whateverIsCutOrChangedEndsInItemsOrInAnError() {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(SEED + round);
            byte[] bytes = JSON.createArrayNode()
                    .add(tree(random, 0))
                    .add(tree(random, 0))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, 0, random.nextInt(bytes.length + 1), StandardCharsets.ISO_8859_1);
            try {
                items(text, random);
            } catch (IOException expected) {
                assertThat(expected)
                        .as("-Dcredstream.seed=%d, round %d", SEED, round)
                        .isNotNull();
            }
        }
    }

    @Test
    void ofAValueBeyondTheBudgetOnlyTheBeginningIsKept() throws IOException {
        String large = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        JsonObjects json = new JsonObjects(stream(large + ",7"), room);
        JsonObjects.Value value = json.value(1 << 16);
        assertThat(value.whole()).isFalse();
        assertThat(value.length()).isEqualTo(large.length());
        assertThat(value.bytes().length).isLessThanOrEqualTo(JsonObjects.HEAD_BYTES);
        assertThat(json.skip(',')).isTrue();
        assertThat(json.value(10).bytes()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPlaceIsLeftWhateverBecomesOfTheValue() throws IOException {
        for (int i = 0; i < 100; i++) {
            new JsonObjects(stream("\"" + "x".repeat(70_000) + "\""), room).value(80_000);
            JsonObjects cut = new JsonObjects(stream("\"" + "x".repeat(70_000)), room);
            assertThatThrownBy(() -> cut.value(80_000)).isInstanceOf(JsonObjects.NotJson.class);
        }
    }

    private JsonNode items(String text, SplittableRandom random) throws IOException {
        JsonObjects json = new JsonObjects(pieces(text, random), room);
        ArrayNode items = JSON.createArrayNode();
        json.expect('[');
        if (json.skip(']')) {
            return items;
        }
        do {
            JsonNode item = JSON.readTree(json.value(1 << 16).bytes());
            items.add(item);
        } while (json.skip(','));
        json.expect(']');
        return items;
    }

    private static JsonNode tree(SplittableRandom random, int depth) {
        JsonNodeFactory nodes = JSON.getNodeFactory();
        return switch (random.nextInt(depth > 4 ? 5 : 8)) {
            case 0 -> nodes.textNode(text(random));
            case 1 -> nodes.numberNode(random.nextLong());
            case 2 -> nodes.numberNode(random.nextDouble() * 1e9);
            case 3 -> nodes.booleanNode(random.nextBoolean());
            case 4 -> nodes.nullNode();
            case 5 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), tree(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives a few bytes at a time. */
    private static InputStream pieces(String text, SplittableRandom random) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
            }
        };
    }
}
