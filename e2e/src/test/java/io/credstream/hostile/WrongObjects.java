package io.credstream.hostile;

import static io.credstream.hostile.Forged.changed;
import static io.credstream.hostile.Forged.secret;
import static io.credstream.hostile.Forged.secrets;
import static io.credstream.hostile.Misbehaviour.harmless;
import static io.credstream.hostile.TooMuch.template;
import static io.credstream.hostile.TooMuch.templateOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Stream;

/** Objects whose content means harm. Each is what it is: a state, a dead letter, or nothing, and the cluster is watched. */
final class WrongObjects {

    private static final String INVALID = "INVALID_OBJECT";
    private static final String ESCAPES = "n\u001b[31mEVIL\u001b]0;pwned\u0007\nFAKE   Bound\u202ecba";

    private WrongObjects() {}

    static Stream<Misbehaviour> all() {
        return Stream.concat(ofSecrets(), ofTemplatesAndManifests());
    }

    private static Stream<Misbehaviour> ofSecrets() {
        return Stream.of(
                harmless("passwords everywhere", Canaries.planted()).inEveryBuild(),
                harmless(
                                "a terminal's control sequences",
                                secrets(changed(
                                        secret(ESCAPES),
                                        o -> o.withObject("/metadata/labels")
                                                .put("k\u001b[5m", "v\u001b[2J\n\u2028x"))))
                        .inEveryBuild(),
                harmless("control sequences and no uid", secrets(metadata(secret(ESCAPES), "uid", "")))
                        .withDeadLetter(INVALID)
                        .inEveryBuild(),
                harmless(
                                "control sequences in the server's version",
                                Attack.on(
                                        Request::isServerVersion,
                                        wire -> wire.json(
                                                "{\"gitVersion\":\"v1\\u001b[31m\\u001b]0;pwn\\u0007\\n\\u202eX\"}")))
                        .inEveryBuild(),
                harmless("a name that leads to a neighbour", secrets(secret("../../cp1/kcp-system/pull")))
                        .withDeadLetter(INVALID)
                        .inEveryBuild(),
                harmless(
                                "a namespace that leads to a neighbour",
                                secrets(metadata(secret("pull"), "namespace", "../cp1/kcp-system")))
                        .withDeadLetter(INVALID),
                harmless(
                        "an object of another namespace",
                        secrets(metadata(secret("elsewhere"), "namespace", "default"))),
                harmless(
                        "an object in two namespaces",
                        secrets(secret("twice"), metadata(secret("twice"), "namespace", "default"))),
                harmless("a name twice in a list", secrets(secret("twice"), secret("twice"))),
                harmless(
                        "a uid for all",
                        secrets(metadata(secret("one"), "uid", "u"), metadata(secret("two"), "uid", "u"))),
                harmless(
                        "an object of another kind",
                        secrets(changed(secret("config"), o -> o.put("kind", "ConfigMap")))),
                harmless(
                                "null everywhere",
                                raws(
                                        "{\"metadata\":{\"name\":null,\"namespace\":null,\"uid\":null,\"labels\":null},\"data\":null,\"type\":null}",
                                        "null"))
                        .withDeadLetter(INVALID)
                        .inEveryBuild(),
                harmless(
                        "numbers for names",
                        raws(
                                "{\"metadata\":{\"name\":1,\"namespace\":2,\"uid\":3,\"labels\":{\"a\":4}},\"data\":5,\"type\":6}")),
                harmless(
                        "lists for maps",
                        raws(
                                "{\"metadata\":{\"name\":\"l\",\"namespace\":\"kcp-system\",\"uid\":\"u\",\"labels\":[1],\"annotations\":[]},\"data\":[],\"type\":[]}")),
                harmless(
                                "keys twice",
                                raws(
                                        "{\"metadata\":{\"name\":\"a\",\"name\":\"b\",\"namespace\":\"kcp-system\",\"uid\":\"u\"},\"metadata\":{\"name\":\"c\"}}"))
                        .withDeadLetter(INVALID),
                harmless("objects that are none", raws("1", "\"x\"", "[]", "true"))
                        .withDeadLetter(INVALID),
                harmless(
                        "labels that regular expressions choke on",
                        secrets(changed(
                                secret("re"),
                                o -> o.withObject("/metadata/labels")
                                        .put("(a+)+$", "a".repeat(60) + "!")
                                        .put("x", "((((((((((.*)*)*)*)*)*)*)*)*)*)b")))),
                harmless(
                        "registries that regular expressions choke on",
                        secrets(secret(
                                "kcp-system",
                                "re",
                                Forged.DOCKER_CONFIG,
                                ".dockerconfigjson",
                                "{\"auths\":{\"" + "a-".repeat(20_000) + "!\":{\"auth\":\"" + "=".repeat(20_000)
                                        + "\"}}}"))));
    }

    private static Stream<Misbehaviour> ofTemplatesAndManifests() {
        String bomb = aliasBomb();
        return Stream.of(
                harmless(
                                "a descriptor with passwords in its addresses",
                                Forged.templates(
                                        template("leaky", "").deepCopy(),
                                        templateOf(
                                                "leaky2", address("https://u:" + Canaries.STEM + "@r.example.com/x")),
                                        templateOf("leaky3", address("u:" + Canaries.STEM + "@r.example.com")),
                                        templateOf(
                                                "leaky4",
                                                address("https:\\\\\\\\u:" + Canaries.STEM + "@r.example.com")),
                                        templateOf(
                                                "leaky5",
                                                address("//" + Canaries.STEM + "@r.example.com/x?token=" + Canaries.STEM
                                                        + "#" + Canaries.STEM)),
                                        templateOf(
                                                "leaky6",
                                                address("HTTPS://u:" + Canaries.STEM
                                                        + "%40r.example.com@x.example.com"))))
                        .inEveryBuild(),
                harmless(
                                "a descriptor as text that is 100,000 deep",
                                Forged.templates(templateOf("deep", text("[".repeat(100_000)))))
                        .inEveryBuild(),
                harmless("a descriptor as text whose aliases explode", Forged.templates(templateOf("bomb", text(bomb))))
                        .inEveryBuild(),
                harmless("a descriptor that is a number", Forged.templates(templateOf("number", "1e999999"))),
                harmless(
                        "a descriptor whose label is 1,000 deep",
                        Forged.templates(template(
                                "label",
                                "{\"name\":\"raw-manifest\",\"type\":\"yaml\",\"version\":\"1.0.0\",\"access\":{\"type\":\"localBlob\",\"localReference\":\"x\"},"
                                        + "\"labels\":[{\"name\":\"oci-registry-cred\",\"value\":" + "[".repeat(900)
                                        + "]".repeat(900) + "}]}"))),
                harmless(
                        "a thousand templates of one version",
                        Forged.listed(
                                "moduletemplates",
                                () -> Stream.iterate(0, i -> i + 1)
                                        .limit(1000)
                                        .map(i -> template("m", "")
                                                .withObject("/metadata")
                                                .put("name", "same-" + i)
                                                .put("uid", "u" + i)
                                                .toString())
                                        .map(metadata -> "{\"metadata\":"
                                                + metadata.replace("}", ",\"namespace\":\"kcp-system\"}") + "}"))),
                harmless(
                        "a Manifest that is not one",
                        Forged.manifests(
                                Forged.parsed(
                                        "{\"metadata\":{\"name\":\"odd\",\"namespace\":\"kcp-system\",\"uid\":\"u\",\"resourceVersion\":\"1\",\"annotations\":{\"operator.kyma-project.io/fqdn\":\"kyma-project.io/module/m\"},"
                                                + "\"labels\":{\"operator.kyma-project.io/kyma-name\":\"../cp1\"}},\"spec\":{\"version\":[],\"install\":null,\"config\":7}}"))),
                harmless(
                                "a Manifest that says to be a neighbour's",
                                Forged.manifests(
                                        Forged.parsed(
                                                "{\"metadata\":{\"name\":\"cp1/kcp-system/cp1-m\",\"namespace\":\"../cp1/kcp-system\",\"uid\":\"u\",\"resourceVersion\":\"1\"},\"spec\":{\"version\":\"1.0.0\"}}")))
                        .withDeadLetter(INVALID));
    }

    private static String address(String address) {
        return """
                {"meta":{"schemaVersion":"v2"},"component":{"name":"kyma-project.io/module/m","version":"1.0.0","provider":"internal","repositoryContexts":
                [{"type":"OCIRegistry","baseUrl":"%s"}],"resources":[]}}""".formatted(address);
    }

    private static String text(String document) {
        return TextNode.valueOf(document).toString();
    }

    /** Ten aliases of ten aliases of …, ten times. */
    static String aliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d,".formatted(i - 1).repeat(9))
                    .append("*a%d]\n".formatted(i - 1));
        }
        return bomb + "component: *a9\n";
    }

    private static ObjectNode metadata(ObjectNode object, String field, String value) {
        return changed(object, o -> o.withObject("/metadata").put(field, value));
    }

    private static Attack raws(String... objects) {
        return Forged.listed("secrets", () -> Stream.of(objects));
    }
}
