package io.credstream.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.observe.Printable;

/**
 * Prints a {@link Tree} for programs. What {@link Printable} escapes in a text is escaped as the format has it, so that a program
 * reads it as it is.
 */
final class Documents {

    private Documents() {}

    static String json(JsonNode content) {
        return Printable.lines(write(
                        JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build(),
                        content))
                + "\n";
    }

    static String jsonLine(JsonNode content) {
        return Printable.line(write(new JsonMapper(), content));
    }

    static String yaml(JsonNode content) {
        return PrintableYaml.escape(write(
                YAMLMapper.builder(new PrintableYaml())
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build(),
                content));
    }

    private static String write(ObjectMapper mapper, JsonNode content) {
        try {
            return mapper.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
