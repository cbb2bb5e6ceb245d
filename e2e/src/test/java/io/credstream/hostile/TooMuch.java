package io.credstream.hostile;

import static io.credstream.hostile.Forged.changed;
import static io.credstream.hostile.Forged.secret;
import static io.credstream.hostile.Misbehaviour.harmless;
import static io.credstream.hostile.Misbehaviour.misbehaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.api.EmbeddedCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers, objects and names without end, or nearly so. */
final class TooMuch {

    private static final int BIG = 2_000_000;
    private static final String OVER_BUDGET = "OVER_BUDGET";
    private static final String TOO_LARGE = "TOO_LARGE";

    private TooMuch() {}

    static Stream<Misbehaviour> all() {
        return Stream.concat(
                Stream.of(
                        misbehaviour(
                                "a version of 2 MB",
                                Attack.on(
                                        Request::isServerVersion,
                                        wire -> wire.json("{\"gitVersion\":\"v1." + "9".repeat(BIG) + "\"}")),
                                "WATCHED",
                                OVER_BUDGET),
                        misbehaviour(
                                "a cluster uid of 2 MB",
                                Attack.on(
                                        Request::isIdentity,
                                        wire -> wire.json("{\"metadata\":{\"uid\":\"" + "u".repeat(BIG) + "\"}}")),
                                "WATCHED",
                                OVER_BUDGET),
                        misbehaviour(
                                        "a namespace without end",
                                        Attack.on(Request::isIdentity, TooMuch::labelsWithoutEnd),
                                        OVER_BUDGET)
                                .inEveryBuild(),
                        misbehaviour(
                                        "an object without end in a list",
                                        Attack.onLists("secrets", wire -> {
                                            wire.start();
                                            wire.chunk("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
                                            labels(wire);
                                        }),
                                        OVER_BUDGET)
                                .inEveryBuild(),
                        misbehaviour(
                                        "objects without end in a list",
                                        Attack.onLists("secrets", wire -> {
                                            wire.start();
                                            wire.chunk("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
                                            for (int i = 0; ; i++) {
                                                wire.chunk(secret("s" + i) + ",");
                                            }
                                        }),
                                        OVER_BUDGET)
                                .inEveryBuild(),
                        misbehaviour("pages without end", TooMuch::pages, OVER_BUDGET)
                                .inEveryBuild(),
                        misbehaviour(
                                        "a gzip bomb",
                                        Attack.onLists("secrets", TooMuch::bomb),
                                        OVER_BUDGET,
                                        "UNREACHABLE")
                                .inEveryBuild(),
                        misbehaviour(
                                        "a line without end in a watch",
                                        Attack.onWatches("secrets", wire -> {
                                            wire.start();
                                            wire.chunk("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"");
                                            while (true) {
                                                wire.chunk("a".repeat(1_000_000));
                                            }
                                        }),
                                        OVER_BUDGET)
                                .inEveryBuild()),
                objects());
    }

    private static Stream<Misbehaviour> objects() {
        return Stream.of(
                large("a name of 2 MB", secret("n".repeat(BIG))).inEveryBuild(),
                labelled(
                        "a label of 2 MB",
                        changed(
                                secret("big"),
                                o -> o.withObject("/metadata/labels").put("x", "y".repeat(BIG)))),
                large(
                        "a uid of 2 MB",
                        changed(secret("big"), o -> o.withObject("/metadata").put("uid", "q".repeat(BIG)))),
                large(
                        "a name of 2 MB and no uid",
                        changed(
                                secret("z".repeat(BIG)),
                                o -> o.withObject("/metadata").put("uid", ""))),
                labelled(
                        "100,000 labels on a Secret",
                        changed(
                                secret("big"),
                                o -> IntStream.range(0, 100_000)
                                        .forEach(i ->
                                                o.withObject("/metadata/labels").put("l" + i, "x")))),
                large(
                        "100,000 registries in a Secret",
                        secret(
                                TestFleet.CONTROL_PLANE_NAMESPACE,
                                "big",
                                Forged.DOCKER_CONFIG,
                                ".dockerconfigjson",
                                registries(100_000))),
                misbehaviour(
                        "a template with 100,000 resources",
                        Forged.templates(template("big", resources(100_000))),
                        "WATCHED",
                        OVER_BUDGET),
                misbehaviour(
                        "a Manifest with 100,000 selector labels",
                        Forged.manifests(manifestWithLabels(100_000)),
                        "WATCHED",
                        OVER_BUDGET),
                harmless(
                        "50,000 small Secrets",
                        Forged.listed(
                                "secrets",
                                () -> IntStream.range(0, 50_000)
                                        .mapToObj(i -> secret("s" + i).toString()))));
    }

    private static Misbehaviour large(String name, ObjectNode object) {
        return misbehaviour(name, Forged.secrets(object), "WATCHED", OVER_BUDGET)
                .withDeadLetter(TOO_LARGE, "INVALID_OBJECT");
    }

    /** Of labels that no API server takes, nothing is read; the object counts, unless it is over the budget as a whole. */
    private static Misbehaviour labelled(String name, ObjectNode object) {
        return misbehaviour(name, Forged.secrets(object), "WATCHED", OVER_BUDGET);
    }

    /** Each page has a next one. */
    private static Attack.@Nullable Answer pages(Request request, EmbeddedCluster honest) {
        if (!request.isList("secrets")) {
            return null;
        }
        int page = Integer.parseInt("0" + request.parameter("continue"));
        String items = IntStream.range(0, 250)
                .mapToObj(i ->
                        Forged.moved(request, secret("s" + (page * 250 + i)).toString()))
                .collect(Collectors.joining(","));
        return wire -> wire.json("{\"metadata\":{\"resourceVersion\":\"5\",\"continue\":\"%d\"},\"items\":[%s]}"
                .formatted(page + 1, items));
    }

    private static void labelsWithoutEnd(Wire wire) throws IOException {
        wire.start();
        labels(wire);
    }

    private static void labels(Wire wire) throws IOException {
        wire.chunk("{\"metadata\":{\"uid\":\"x\",\"labels\":{");
        String value = "x".repeat(200);
        for (int i = 0; ; i++) {
            StringBuilder some = new StringBuilder();
            for (int j = 0; j < 1000; j++) {
                some.append("\"l%d-%d\":\"%s\",".formatted(i, j, value));
            }
            wire.chunk(some.toString());
        }
    }

    /** 4 GB that travel as 4 MB. */
    private static void bomb(Wire wire) throws IOException {
        wire.start("Content-Encoding: gzip");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(packed, 512, true);
        gzip.write("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":{\"name\":\""
                .getBytes(StandardCharsets.UTF_8));
        byte[] much = "a".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4_000; i++) {
            gzip.write(much);
            gzip.flush();
            wire.chunk(packed.toByteArray());
            packed.reset();
        }
        wire.hang();
    }

    private static String registries(int count) {
        StringBuilder auths = new StringBuilder();
        for (int i = 0; i < count; i++) {
            auths.append(i == 0 ? "" : ",")
                    .append("\"r%d.example.com\":{\"username\":\"u\",\"password\":\"p\"}".formatted(i));
        }
        return "{\"auths\":{" + auths + "}}";
    }

    /** @param resources those of its descriptor, as JSON */
    static ObjectNode template(String name, String resources) {
        return templateOf(name, """
                {"meta":{"schemaVersion":"v2"},"component":{"name":"kyma-project.io/module/%s","version":"1.0.0","provider":"internal",
                 "repositoryContexts":[{"type":"OCIRegistry","baseUrl":"%s/modules"}],"resources":[%s]}}
                """.formatted(name, Yaml.REGISTRY, resources));
    }

    /** @param descriptor as JSON */
    static ObjectNode templateOf(String name, String descriptor) {
        return Forged.parsed("""
                {"apiVersion":"operator.kyma-project.io/v1beta2","kind":"ModuleTemplate",
                 "metadata":{"name":"%s","namespace":"kcp-system","uid":"uid-%s","resourceVersion":"1"},
                 "spec":{"channel":"regular","descriptor":%s}}
                """.formatted(name, name, descriptor));
    }

    private static String resources(int count) {
        StringBuilder resources = new StringBuilder();
        for (int i = 0; i < count; i++) {
            resources.append(i == 0 ? "" : ",").append("""
                    {"name":"layer-%d","type":"yaml","version":"1.0.0","access":{"type":"localBlob","localReference":"sha256:00"},
                     "labels":[{"name":"oci-registry-cred","value":{"a":"b"}}]}""".formatted(i));
        }
        return resources.toString();
    }

    private static ObjectNode manifestWithLabels(int count) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < count; i++) {
            labels.append(i == 0 ? "" : ",").append("\"l%d\":\"x\"".formatted(i));
        }
        return Forged.parsed("""
                {"apiVersion":"operator.kyma-project.io/v1beta2","kind":"Manifest",
                 "metadata":{"name":"big","namespace":"kcp-system","uid":"uid-big","resourceVersion":"1"},
                 "spec":{"version":"1.0.0","install":{"name":"raw-manifest","source":{"credSecretSelector":{"matchLabels":{%s}}}}}}
                """.formatted(labels));
    }
}
