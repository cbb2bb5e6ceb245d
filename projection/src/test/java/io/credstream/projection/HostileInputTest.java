package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.avro.AvroSerde;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.secret.FingerprintKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever an object contains: nothing throws, and nothing of a Secret's data is in a record or a log. Seeded. */
@SuppressWarnings("NullAway.Init")
class HostileInputTest {
    private static final long SEED = 20250601;
    private static final int ROUNDS = 5_000;
    private static final Cluster ANYWHERE = Given.cluster("kcp", Role.CONTROL_PLANE, Cluster.ALL_NAMESPACES);

    /** With a character that no host has: a mutation that takes the rest out of its place would make a registry of mere letters. */
    private static final String CANARY = "cAnArY^7f3a";

    private static final SecretSelector ANY = SecretSelector.parse("!credstream.io/no-secret-has-it");

    private static Projections projections;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) {
        projections = new Projections(
                ANY, FingerprintKeys.generate(folder.resolve("keys.yaml")).reader());
    }

    @Test
    void noSecretThrowsOrLeaks() {
        List<String> forms = forms(CANARY);
        RandomGenerator random = new SplittableRandom(SEED);
        AvroSerde<Credential> serde = AvroSerde.of(Credential.class);
        Set<Optional<Problem>> problems = new HashSet<>();

        List<ILoggingEvent> logged = logged(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                Credential credential = projections
                        .credential(observed(secret(random)), List.of())
                        .orElseThrow();
                String record = new String(serde.encode(credential), StandardCharsets.ISO_8859_1) + credential;
                problems.add(Optional.ofNullable(credential.problem()));
                assertThat(forms).as("seed %d, round %d", SEED, round).noneMatch(record::contains);
            }
        });

        assertThat(logged).isEmpty();
        assertThat(problems).as("what was reached").contains(Optional.empty(), Optional.of(Problem.MALFORMED));
    }

    @Test
    void noTreeThrows() {
        RandomGenerator random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.putObject("metadata").put("name", "n").put("namespace", "n");
            object.set("spec", tree(random, 0));
            object.set("status", tree(random, 0));
            object.set("data", tree(random, 0));
            for (Kind kind : Kind.values()) {
                assertThat(projections
                                .project(kind, observed(object), List.of())
                                .map(HostileInputTest::encoded))
                        .as("seed %d, round %d", SEED, round)
                        .hasValueSatisfying(record -> assertThat(record).isNotEmpty());
            }
        }
    }

    private static byte[] encoded(Versioned record) {
        return switch (record) {
            case Credential credential -> AvroSerde.of(Credential.class).encode(credential);
            case Template template -> AvroSerde.of(Template.class).encode(template);
            case Manifest manifest -> AvroSerde.of(Manifest.class).encode(manifest);
        };
    }

    private static Observed observed(JsonNode object) {
        return new Observed(ANYWHERE, object, Version.NONE, new Cause.Observation("kcp", Kind.SECRET, "1"));
    }

    /** A docker config with the canary in every place, then broken at random. */
    private static ObjectNode secret(RandomGenerator random) {
        String auth = base64("user:" + CANARY);
        String json = random.nextBoolean()
                ? "{\"auths\":{\"u:%1$s@r.io\":{\"username\":\"%1$s\",\"password\":\"%1$s\",\"auth\":\"%2$s\"},"
                                .formatted(CANARY, auth)
                        + "\"b.io?x=%1$s\":{\"identitytoken\":\"%1$s\",\"registrytoken\":\"a.%2$s.b\",\"%1$s\":{}}}}"
                                .formatted(CANARY, auth)
                : "{\"u:%1$s@r.io\":{\"password\":\"%1$s\"},\"a.io/%1$s@b\":{\"auth\":\"%2$s\"}}"
                        .formatted(CANARY, auth);
        String data = base64(mutate(json, random));
        String type = random.nextBoolean() ? "dockerconfigjson" : "dockercfg";
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = object.putObject("metadata").put("name", "n").put("namespace", "n");
        metadata.putObject("annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", json)
                .put("credstream.io/expires-at", CANARY);
        object.put("type", "kubernetes.io/" + type);
        object.putObject("data")
                .put("." + type, random.nextInt(8) == 0 ? mutate(data, random) : data)
                .put("other", data);
        return object;
    }

    private static String mutate(String text, RandomGenerator random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, "{}[]\":,\\/@\u0000\n é".charAt(random.nextInt(14)));
                case 2 -> mutated.setLength(at);
                default -> mutated.insert(at, mutated.substring(at));
            }
        }
        return mutated.toString();
    }

    /** JSON of a random shape, of the names that projections look for. */
    private static JsonNode tree(RandomGenerator random, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 7 ? 5 : 9)) {
            case 0 -> json.nullNode();
            case 1 -> json.numberNode(random.nextInt());
            case 2 -> json.booleanNode(random.nextBoolean());
            case 3, 4 -> json.textNode(pick(random, TEXTS));
            case 5 -> {
                var list = json.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                var object = json.objectNode();
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    object.set(pick(random, NAMES), tree(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static final List<String> NAMES = List.of(
            "descriptor",
            "component",
            "metadata",
            "spec",
            "name",
            "version",
            "resources",
            "repositoryContexts",
            "access",
            "type",
            "baseUrl",
            "subPath",
            "labels",
            "value",
            "matchLabels",
            "matchExpressions",
            "key",
            "operator",
            "values",
            "install",
            "source",
            "config",
            "credSecretSelector",
            "state",
            "lastOperation",
            "operation",
            ".dockerconfigjson",
            "channel",
            "mandatory",
            "moduleName",
            "/",
            "");
    private static final List<String> TEXTS = List.of(
            "",
            "raw-manifest",
            "config",
            "localBlob",
            "OCIRegistry",
            "oci-registry-cred",
            "In",
            "Exists",
            "a",
            "a b",
            "{\"component\": {\"name\": \"a\", \"resources\": [{}]}}",
            "component:\n  name: a\n",
            "e30=",
            "\u0000",
            "*a",
            "&a [*a]",
            "!!java.net.URL [x]");

    private static String pick(RandomGenerator random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The canary as it is, in hexadecimal, and in base64 at each alignment. */
    private static List<String> forms(String canary) {
        List<String> forms = new ArrayList<>(List.of(canary));
        forms.add(HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8)));
        for (int shift = 0; shift < 3; shift++) {
            forms.add(base64("x".repeat(shift) + canary).substring(4, 12));
        }
        return forms;
    }

    private static List<ILoggingEvent> logged(Runnable action) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        try {
            action.run();
        } finally {
            root.setLevel(before);
            root.detachAppender(appender);
        }
        return appender.list.stream()
                .filter(event -> event.getLoggerName().startsWith("io.credstream")
                        || event.getLoggerName().startsWith("com.fasterxml"))
                .toList();
    }
}
