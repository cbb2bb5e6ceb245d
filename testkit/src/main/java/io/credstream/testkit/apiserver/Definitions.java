package io.credstream.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** CustomResourceDefinitions, for an API server that has none of its own. */
public final class Definitions {

    /** The sandbox's, for those who deploy without lifecycle-manager apply them too. */
    private static final String OURS = "/io/credstream/sandbox/definitions.yaml";

    private static final String PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final Duration ESTABLISHED_WITHIN = Duration.ofSeconds(30);

    private final List<ObjectNode> documents;

    private Definitions(List<ObjectNode> documents) {
        this.documents = documents;
    }

    /** {@return our own, of the kinds of lifecycle-manager} */
    public static Definitions ours() {
        try (var yaml = Definitions.class.getResourceAsStream(OURS)) {
            if (yaml == null) {
                throw new IllegalStateException(OURS + " is missing");
            }
            return new Definitions(Json.readDocuments(new String(yaml.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
    }

    /** {@return all that the files of a folder define} */
    public static Definitions in(Path folder) {
        try (var files = Files.list(folder)) {
            var documents = new ArrayList<ObjectNode>();
            for (var file : files.sorted().toList()) {
                documents.addAll(Json.readDocuments(Files.readString(file)));
            }
            return new Definitions(documents);
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
    }

    /** {@return only what defines a kind, by its plural} */
    public Definitions only(String plural) {
        return new Definitions(documents.stream()
                .filter(definition -> name(definition).startsWith(plural + "."))
                .toList());
    }

    /** {@return the same, each served in another version and in no other} */
    public Definitions inVersion(String version) {
        var copies = documents.stream().map(ObjectNode::deepCopy).toList();
        copies.forEach(definition -> ((ObjectNode) definition.at("/spec/versions/0")).put("name", version));
        return new Definitions(copies);
    }

    /** Installs them. Returns once objects of these kinds can be written. */
    public void installOn(ApiUser admin) {
        documents.forEach(definition -> admin.post(PATH, definition.toString()).ok());
        documents.forEach(definition -> awaitServed(admin, definition));
    }

    /** Removes them, and with them every object of these kinds. */
    public void removeFrom(ApiUser admin) {
        documents.forEach(
                definition -> admin.delete(PATH + "/" + name(definition)).ok());
    }

    private static void awaitServed(ApiUser admin, ObjectNode definition) {
        var version = StreamSupport.stream(definition.at("/spec/versions").spliterator(), false)
                .filter(candidate -> candidate.path("served").asBoolean())
                .findFirst()
                .orElseThrow();
        var path = "/apis/%s/%s/%s"
                .formatted(
                        definition.at("/spec/group").asText(),
                        version.path("name").asText(),
                        definition.at("/spec/names/plural").asText());
        var giveUp = System.nanoTime() + ESTABLISHED_WITHIN.toNanos();
        while (admin.get(path).status() != 200) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(path + " is not served");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String name(JsonNode definition) {
        return definition.at("/metadata/name").asText();
    }
}
