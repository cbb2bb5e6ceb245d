package io.credstream.sink.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.DeadLetter;
import io.credstream.model.Layer;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GuardedPatch}. Equal updates give equal bytes. */
final class PatchBuilder {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    /** All annotations of an object may take as much, and a selector is nothing compared to that. */
    private static final int MAX_LENGTH = 256 * 1024;

    private static final String ANNOTATIONS = "/metadata/annotations";

    private final ManifestUpdate update;
    private final ArrayNode tests = JSON.createArrayNode();
    private final ArrayNode edits = JSON.createArrayNode();

    private PatchBuilder(ManifestUpdate update) {
        this.update = update;
    }

    static GuardedPatch build(ManifestUpdate update) {
        try {
            return new PatchBuilder(update).build();
        } catch (InvalidUpdateException e) {
            return new GuardedPatch.Invalid(e.reason);
        }
    }

    private GuardedPatch build() throws InvalidUpdateException {
        requireName(update.manifest().namespace());
        requireName(update.manifest().name());
        if (update.uid().isEmpty()) {
            throw new InvalidUpdateException("no uid");
        }
        test("/metadata/uid", JSON.getNodeFactory().textNode(update.uid()));
        test("/metadata/deletionTimestamp", NullNode.getInstance());
        layers();
        annotations();
        if (edits.isEmpty()) {
            return new GuardedPatch.Empty();
        }
        String json = asGoWrites(tests.addAll(edits).toString());
        return json.length() <= MAX_LENGTH
                ? new GuardedPatch.Ready(json)
                : new GuardedPatch.Unfit(DeadLetter.Code.TOO_LARGE, "patch of more than " + MAX_LENGTH + " characters");
    }

    /**
     * The API server's {@code test} compares strings and numbers as they are spelled, and its own spelling of the object is
     * Go's, which escapes these characters. In JSON they occur in strings only.
     */
    private static String asGoWrites(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private void layers() throws InvalidUpdateException {
        Set<Layer> seen = EnumSet.noneOf(Layer.class);
        for (LayerEdit edit : update.layers()) {
            if (!seen.add(edit.layer())) {
                throw new InvalidUpdateException(
                        "two edits of layer " + edit.layer().display());
            }
            String path = pathOf(edit.layer());
            JsonNode expected = parse(edit.expected());
            test(path, expected);
            if (!edit.changes()) {
                continue;
            }
            JsonNode desired = parse(edit.desired());
            Optional<String> refusal = desired.isNull() ? Optional.empty() : SelectorGuard.refusal(desired);
            if (refusal.isPresent()) {
                throw new InvalidUpdateException(refusal.get());
            }
            edit(path, expected, desired);
        }
    }

    private void annotations() throws InvalidUpdateException {
        List<Annotation> ours = Annotation.of(update);
        if (update.annotated()) {
            ours.forEach(annotation -> test(annotation.path(), annotation.expected()));
            ours.forEach(annotation -> edit(annotation.path(), annotation.expected(), annotation.desired()));
            return;
        }
        if (ours.stream().anyMatch(annotation -> !annotation.expected().isNull())) {
            throw new InvalidUpdateException("annotations expected where there are none");
        }
        test(ANNOTATIONS, NullNode.getInstance());
        ObjectNode all = JSON.createObjectNode();
        ours.stream()
                .filter(annotation -> !annotation.desired().isNull())
                .forEach(annotation -> all.set(annotation.name(), annotation.desired()));
        if (!all.isEmpty()) {
            edit(ANNOTATIONS, NullNode.getInstance(), all);
        }
    }

    private void test(String path, JsonNode value) {
        tests.addObject().put("op", "test").put("path", path).set("value", value);
    }

    /** {@code add} replaces what is there; {@code remove} would fail where nothing is, which the test has ruled out. */
    private void edit(String path, JsonNode expected, JsonNode desired) {
        if (desired.equals(expected)) {
            return;
        }
        if (desired.isNull()) {
            edits.addObject().put("op", "remove").put("path", path);
        } else {
            edits.addObject().put("op", "add").put("path", path).set("value", desired);
        }
    }

    private static String pathOf(Layer layer) {
        return switch (layer) {
            case INSTALL -> "/spec/install/source/credSecretSelector";
            case CONFIG -> "/spec/config/credSecretSelector";
        };
    }

    private static JsonNode parse(@Nullable String raw) throws InvalidUpdateException {
        if (raw == null) {
            return NullNode.getInstance();
        }
        try {
            JsonNode node = JSON.readTree(raw);
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // What it says quotes the record.
        }
        throw new InvalidUpdateException("a selector is not JSON");
    }

    /** They become a part of the request's path. */
    private static void requireName(String name) throws InvalidUpdateException {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidUpdateException("a name is none that Kubernetes allows");
        }
    }

    private static final class InvalidUpdateException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        InvalidUpdateException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
