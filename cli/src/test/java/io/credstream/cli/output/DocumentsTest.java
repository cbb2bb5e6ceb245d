package io.credstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.observe.Printable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private record Document(String text, Map<String, String> labels, List<String> names) {}

    @Test
    void formatsEscapeWhatCannotBeSeenAsTheyHaveIt() {
        Document document = new Document("a\u001b\n\u202eb\u2028\u009b", Map.of("k\u202e", "v"), List.of("plain"));

        assertThat(Documents.jsonLine(Tree.of(document)))
                .isEqualTo(
                        "{\"text\":\"a\\u001B\\n\\u202eb\\u2028\\u009b\",\"labels\":{\"k\\u202e\":\"v\"},\"names\":[\"plain\"]}");
        assertThat(Documents.yaml(Tree.of(document))).isEqualTo("""
                        text: "a\\e\\n\\u202eb\\L\\x9b"
                        labels:
                          "k\\u202e": v
                        names:
                        - plain
                        """);
    }

    @Test
    void programsReadWhatWasThereAndTerminalsShowNothingOdd() throws JsonProcessingException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Document document = new Document(text(random), Map.of(text(random), text(random)), List.of(text(random)));
            for (String written : List.of(Documents.json(Tree.of(document)), Documents.yaml(Tree.of(document)))) {
                assertThat(Printable.lines(written)).as("seed %d", seed).isEqualTo(written);
            }
            ObjectMapper json = new JsonMapper();
            ObjectMapper yaml = new YAMLMapper();
            assertThat(json.readValue(Documents.json(Tree.of(document)), Document.class))
                    .as("seed %d", seed)
                    .isEqualTo(document);
            assertThat(json.readValue(Documents.jsonLine(Tree.of(document)), Document.class))
                    .as("seed %d", seed)
                    .isEqualTo(document);
            assertThat(yaml.readValue(Documents.yaml(Tree.of(document)), Document.class))
                    .as("seed %d: %s", seed, Documents.yaml(Tree.of(document)))
                    .isEqualTo(document);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            int c = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(0x100);
                case 1 -> random.nextInt(0x2000, 0x2100);
                case 2 -> random.nextInt(0x20000);
                default -> 'a' + random.nextInt(26);
            };
            text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? ' ' : c);
        }
        return text.toString();
    }
}
