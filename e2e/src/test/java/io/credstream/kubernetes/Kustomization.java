package io.credstream.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.credstream.testkit.apiserver.ApiUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The objects that {@code kubectl apply -k} takes from a folder, as they are written there. */
final class Kustomization {

    static final String FILE = "kustomization.yaml";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path DEPLOY = Path.of("..", "deploy");

    private Kustomization() {}

    /** Applies a folder of {@code deploy} to a server. */
    static void apply(ApiUser admin, String folder) {
        for (ObjectNode object : objects(folder)) {
            admin.apply("kubectl", ApiUser.pathOf(object), object);
        }
    }

    /** Every object of a folder of {@code deploy}, and of the folders that it names, in their order. */
    static List<ObjectNode> objects(String folder) {
        List<ObjectNode> objects = new ArrayList<>();
        read(DEPLOY.resolve(folder), objects);
        return objects;
    }

    private static void read(Path folder, List<ObjectNode> objects) {
        try {
            for (JsonNode resource :
                    YAML.readTree(folder.resolve(FILE).toFile()).path("resources")) {
                Path path = folder.resolve(resource.asText());
                if (Files.isDirectory(path)) {
                    read(path, objects);
                    continue;
                }
                try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(path.toFile())) {
                    objects.addAll(documents.readAll());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
