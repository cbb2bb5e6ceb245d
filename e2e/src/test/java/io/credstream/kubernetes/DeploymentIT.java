package io.credstream.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.credstream.cli.Credstream;
import io.credstream.guarantee.Guarantee;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/kubernetes} holds is what a real API server takes, and what the services understand. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class DeploymentIT {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    private static final String NAMESPACE = "credstream-system";
    private static final String WATCHED = RealFleet.NAMESPACE;
    private static final String KUSTOMIZATION = Kustomization.FILE;
    private static final String REFUSED_IF_UNKNOWN = "?dryRun=All&fieldValidation=Strict";

    @TempDir
    static Path folder;

    private RealApiServer server;
    private ApiUser admin;

    @BeforeAll
    void start() throws IOException {
        server = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(folder.resolve("server")));
        admin = server.admin();
        admin.apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(WATCHED));
        Kustomization.apply(admin, "rbac");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void anApiServerTakesEveryFieldOfEveryDocument() throws IOException {
        List<String> created = new ArrayList<>();
        for (String document : documents()) {
            ObjectNode object = (ObjectNode) YAML.readTree(document);
            admin.send(
                            "PATCH",
                            ApiUser.pathOf(object) + REFUSED_IF_UNKNOWN + "&fieldManager=kubectl",
                            "application/apply-patch+yaml",
                            document)
                    .ok();
            created.add(object.path("kind").asText());
        }
        assertThat(created)
                .containsOnly("ConfigMap", "Deployment", "NetworkPolicy", "PodDisruptionBudget", "ServiceAccount");
        assertThat(created.stream().filter("Deployment"::equals)).hasSize(3);
    }

    @Test
    void podsHoldToTheStrictestStandard() throws IOException {
        for (String document : documents()) {
            JsonNode object = YAML.readTree(document);
            if (object.path("kind").asText().equals("ServiceAccount")) {
                admin.apply("kubectl", document);
            }
            if (object.path("kind").asText().equals("Deployment")) {
                ApiUser.Answer answer = admin.post(
                        "/api/v1/namespaces/" + NAMESPACE + "/pods" + REFUSED_IF_UNKNOWN,
                        pod(object).toString());
                assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
            }
        }
        ObjectNode lax = pod(YAML.readTree(documents().stream()
                .filter(document -> document.contains("kind: Deployment"))
                .findFirst()
                .orElseThrow()));
        lax.withObject("/spec/securityContext").remove("seccompProfile");
        assertThat(admin.post("/api/v1/namespaces/" + NAMESPACE + "/pods" + REFUSED_IF_UNKNOWN, lax.toString())
                        .status())
                .isEqualTo(403);
    }

    /** A broker is the only thing that is missing. */
    @Test
    void theServicesUnderstandTheirSettings() throws IOException, InterruptedException {
        Map<String, String> files = new TreeMap<>();
        for (String document : documents()) {
            YAML.readTree(document)
                    .path("data")
                    .properties()
                    .forEach(entry -> files.put(entry.getKey(), entry.getValue().asText()));
        }
        assertThat(files).containsOnlyKeys("ingest.yaml", "processor.yaml", "sink.yaml");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path settings = Files.writeString(folder.resolve(file.getKey()), file.getValue());
            missesNothingButABroker(file.getKey().replace(".yaml", ""), settings);
        }
    }

    /** The service waits for its broker, until it is stopped. */
    private static void missesNothingButABroker(String service, Path settings) throws InterruptedException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        Thread running = Thread.ofPlatform()
                .name(service)
                .start(() -> Credstream.execute(
                        out,
                        out,
                        service,
                        "--config",
                        settings.toString(),
                        "--bootstrap-servers",
                        "127.0.0.1:1",
                        "--http-port",
                        "0"));
        try {
            await().atMost(Guarantee.SOON)
                    .untilAsserted(
                            () -> assertThat(said.toString()).contains("No Kafka broker listens at 127.0.0.1:1"));
        } finally {
            running.interrupt();
            assertThat(running.join(Guarantee.SOON)).as(service + " ends").isTrue();
        }
    }

    @Test
    void theKustomizationLeavesNothingOut() throws IOException {
        List<String> resources = new ArrayList<>();
        YAML.readTree(FOLDER.resolve(KUSTOMIZATION).toFile())
                .path("resources")
                .forEach(resource -> resources.add(resource.asText()));
        assertThat(resources)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("../rbac"),
                                files().stream().map(file -> file.getFileName().toString()))
                        .toList());
    }

    /** The pod that a controller makes of it. */
    private static ObjectNode pod(JsonNode deployment) {
        ObjectNode pod = deployment.path("spec").path("template").deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata").put("name", "pod").put("namespace", NAMESPACE);
        return pod;
    }

    private static List<String> documents() throws IOException {
        List<String> documents = new ArrayList<>();
        for (Path file : files()) {
            documents.addAll(List.of(Files.readString(file).split("(?m)^---$")));
        }
        return documents;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith(KUSTOMIZATION))
                    .sorted()
                    .toList();
        }
    }
}
