package io.credstream.projection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/**
 * A descriptor that may be an object, or a string of JSON or YAML (R1).
 *
 * <p>Text is bounded: in length, in depth, to one document, and to no alias at all, since a few lines of nested aliases can
 * stand for gigabytes.
 */
final class DescriptorText {
    static final int MAX_LENGTH = 1 << 18;
    static final int MAX_DEPTH = 64;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxDocumentLength(MAX_LENGTH)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** A key without a value has none, as everywhere in Kubernetes: Jackson takes it for an empty string unless told otherwise. */
    private static final YAMLFactory YAML_FACTORY = YAMLFactory.builder()
            .streamReadConstraints(BOUNDS)
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private static final ObjectMapper YAML = YAMLMapper.builder(YAML_FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private DescriptorText() {}

    static JsonNode documentOf(JsonNode descriptor) throws MalformedDescriptor {
        if (Json.isAbsent(descriptor)) {
            throw new MalformedDescriptor("spec.descriptor is missing: write a component descriptor");
        }
        JsonNode document = descriptor.isTextual() ? parse(descriptor.textValue()) : descriptor;
        if (!document.isObject()) {
            throw new MalformedDescriptor("spec.descriptor is " + Json.describe(document)
                    + ": write an object, or a string with one in JSON or YAML");
        }
        return document;
    }

    private static JsonNode parse(String text) throws MalformedDescriptor {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedDescriptor("spec.descriptor is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return parseYaml(text);
        }
    }

    private static JsonNode parseYaml(String text) throws MalformedDescriptor {
        try {
            refuseAliases(text);
            return YAML.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new MalformedDescriptor(
                    "spec.descriptor is a string that is neither JSON nor YAML" + where(malformed));
        } catch (IOException impossible) {
            throw new MalformedDescriptor("spec.descriptor cannot be read");
        }
    }

    /** Jackson takes an alias for the text of its name, which would be wrong silently. */
    private static void refuseAliases(String text) throws IOException, MalformedDescriptor {
        try (YAMLParser parser = YAML_FACTORY.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new MalformedDescriptor(
                            "spec.descriptor has a YAML alias" + where(parser) + ": write it out");
                }
            }
        }
    }

    private static String where(JsonParser parser) {
        return " in line " + parser.currentLocation().getLineNr();
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }
}
