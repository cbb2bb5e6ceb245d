package io.credstream.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.api.EmbeddedCluster;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Kubeconfigs of runtimes that a control plane shows to whoever discovers them. */
final class WrongRuntimes {

    private static final String[] WATCHED = {"WATCHED", "CLAIM_REFUSED"};

    private WrongRuntimes() {}

    static Stream<Misbehaviour> all() {
        return Stream.of(
                shown(
                                "tokens with line breaks and NUL",
                                "token: \"" + Canaries.STEM + "\\nX: y\"",
                                "token: \"" + Canaries.STEM + "\\0\"")
                        .inEveryBuild(),
                shown("a user with a line break", "token: x\n    as: \"a\\r\\nImpersonate-Group: system:masters\""),
                shown("a program to be run", "exec: {apiVersion: v1, command: touch, args: [/tmp/hostile]}"),
                shown("a file of ours to be read", "tokenFile: /etc/passwd"),
                shown("groups without a user", "token: x\n    as-groups: [system:masters]"),
                server("a port that is none", "https://127.0.0.1:99999"),
                server("a neighbour's address", "%NEIGHBOUR%").inEveryBuild(),
                server("the thief's address", Thief.ADDRESS.replace("/steal", "/%")),
                server("an address with a password", "https://u:" + Canaries.STEM + "@127.0.0.1:1"),
                claims(
                                "claims of what is a neighbour's",
                                "cp1",
                                "rt1",
                                "../cp1",
                                "a/b",
                                "",
                                "X".repeat(300),
                                "a\u001b[31m\nb",
                                "mallory")
                        .inEveryBuild(),
                of(
                                "a kubeconfig without end",
                                (request, honest) -> request.isOfOne()
                                        ? wire -> {
                                            wire.start();
                                            wire.chunk("{\"items\":[{\"data\":{\"config\":\"");
                                            while (true) {
                                                wire.chunk("a".repeat(1_000_000));
                                            }
                                        }
                                        : request.isListOfKubeconfigs()
                                                ? wire -> wire.json(list(
                                                        honest,
                                                        claim("endless", config("https://127.0.0.1:1", "token: x"))))
                                                : null)
                        .lasting(Duration.ofSeconds(3))
                        .inEveryBuild(),
                of(
                        "a kubeconfig one byte at a time",
                        (request, honest) -> request.isOfOne()
                                ? wire -> {
                                    wire.start();
                                    while (true) {
                                        wire.chunk(" ");
                                        Slow.pause();
                                    }
                                }
                                : request.isListOfKubeconfigs()
                                        ? wire -> wire.json(
                                                list(honest, claim("slow", config("https://127.0.0.1:1", "token: x"))))
                                        : null),
                of(
                        "a redirect to the thief instead of a kubeconfig",
                        (request, honest) -> request.isOfOne()
                                ? wire -> wire.answer(302, "text/plain", "", "Location: " + Thief.ADDRESS)
                                : request.isListOfKubeconfigs()
                                        ? wire -> wire.json(
                                                list(honest, claim("moved", config("https://127.0.0.1:1", "token: x"))))
                                        : null),
                of("a kubeconfig whose aliases explode", listed(claim("bomb", WrongObjects.aliasBomb()))),
                of(
                        "a kubeconfig of 3 MB",
                        listed(claim("big", config("https://127.0.0.1:1", "token: " + "x".repeat(3_000_000))))),
                of(
                        "200 runtimes that nobody has",
                        (request, honest) -> request.isListOfKubeconfigs()
                                ? wire -> wire.json(list(
                                        honest,
                                        IntStream.range(0, 200)
                                                .mapToObj(i ->
                                                        claim("many-" + i, config("https://127.0.0.1:1", "token: x")))
                                                .toArray(ObjectNode[]::new)))
                                : null));
    }

    private static Misbehaviour of(String name, Attack attack) {
        return Misbehaviour.misbehaviour(name, attack, WATCHED).andHeard();
    }

    private static Misbehaviour shown(String name, String... users) {
        return of(
                name,
                listed(IntStream.range(0, users.length)
                        .mapToObj(i -> claim("odd-" + i, config("https://127.0.0.1:1", users[i])))
                        .toArray(ObjectNode[]::new)));
    }

    private static Misbehaviour server(String name, String address) {
        return of(
                name,
                (request, honest) -> request.isGet() && (request.isListOfKubeconfigs() || request.isOfOne())
                        ? wire -> wire.json(list(
                                honest,
                                claim(
                                        "elsewhere",
                                        config(
                                                address.replace(
                                                        "%NEIGHBOUR%",
                                                        honest.url().toString().replace(honest.id(), "cp1")),
                                                "token: not-a-real-token"))))
                        : null);
    }

    private static Misbehaviour claims(String name, String... kymas) {
        return of(
                name,
                listed(Stream.of(kymas)
                        .map(kyma -> claim(kyma, config("https://127.0.0.1:1", "token: x")))
                        .toArray(ObjectNode[]::new)));
    }

    /** Shows Secrets to whoever asks for kubeconfigs, all of them or one by its name. */
    private static Attack listed(ObjectNode... claims) {
        return (request, honest) -> {
            if (request.isOfOne()) {
                return wire -> wire.json(list(
                        honest,
                        Stream.of(claims)
                                .filter(claim -> request.query()
                                        .endsWith("%3D"
                                                + claim.at("/metadata/name").asText()))
                                .toArray(ObjectNode[]::new)));
            }
            return request.isListOfKubeconfigs() ? wire -> wire.json(list(honest, claims)) : null;
        };
    }

    private static String list(EmbeddedCluster honest, ObjectNode... claims) {
        return "{\"metadata\":{\"resourceVersion\":\"%s\"},\"items\":[%s]}"
                .formatted(
                        honest.resourceVersion(),
                        String.join(
                                ",", Stream.of(claims).map(ObjectNode::toString).toList()));
    }

    private static ObjectNode claim(String kyma, String kubeconfig) {
        ObjectNode secret = Forged.secret(
                "kcp-system", "kubeconfig-" + Integer.toHexString(kyma.hashCode()), "Opaque", "config", kubeconfig);
        secret.withObject("/metadata/labels").put(Yaml.KYMA_NAME, kyma);
        return secret;
    }

    private static String config(String server, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "%s"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users:
                - name: u
                  user:
                    %s
                """.formatted(server, user);
    }
}
