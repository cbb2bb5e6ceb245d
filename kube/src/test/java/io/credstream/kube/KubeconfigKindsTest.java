package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster.Access.KubeconfigFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubeconfigs client-go takes, and which it refuses, kind by kind. */
class KubeconfigKindsTest {

    private static final String SERVER = "server: 'https://api.example.test:6443'";
    private static final String TOKEN = "token: not-a-real-token";

    @TempDir
    static Path folder;

    private static TlsFixture rsa;
    private static TlsFixture ec;
    private static TlsFixture ed;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = TlsFixture.rsa(folder, "rsa", "dns:rsa");
        ec = TlsFixture.ec(folder, "ec");
        ed = TlsFixture.ed25519(folder, "ed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.test",
                "https://api.example.test:",
                "https://api.example.test:0443/",
                "https://api.example.test.:6443",
                "HTTPS://API.example.test",
                "https://kube_api:18443",
                "https://10.0.0.1:65535",
                "https://[2001:DB8::1]:6443",
                "https://[::1]",
                "https://bücher.example:6443",
                "https://rancher.example.test/k8s/clusters/c-m-abc%20d/",
                "http://localhost",
                "http://127.0.0.1:8001/",
                "http://[::1]:8001",
                "localhost:8001",
                "127.0.0.1:8001",
            })
    void takesTheAddress(String server) {
        assertThat(parse("server: '" + server + "'", TOKEN)).isInstanceOf(Kubeconfig.Usable.class);
    }

    @Test
    void anAddressWithoutASchemeIsOneOfHttpsIfThereIsSomethingToKnowTheServerBy() {
        String ca = "certificate-authority-data: " + TlsFixture.base64(ec.certificate());

        var usable = (Kubeconfig.Usable) parse("{server: 'api.example.test:6443', " + ca + "}", TOKEN);

        assertThat(usable.connection().server()).hasToString("https://api.example.test:6443");
        assertThat(fields(parse("server: 'api.example.test:6443'", TOKEN)))
                .containsExactly("clusters[c].cluster.server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.test:0",
                "https://api.example.test:65536",
                "https://api.example.test:99999999999",
                "https://api.example.test:-1",
                "https://api.example.test:6443x",
                "https://",
                "https:///api",
                "https:api.example.test",
                "ftp://api.example.test",
                "unix:///run/api",
                "https://api.example.test:6443?canary=1",
                "https://api.example.test:6443/#canary",
                "https://canary:canary@api.example.test",
                "https://canary@api.example.test",
                "https://api.example .test",
                " https://api.example.test",
                "https://api..example.test",
                "https://::1:6443",
                "https://[::1",
                "https://[::g]",
                "https://[fe80::1%25eth0]:6443",
                "https://api.example.test/a b",
                "https://api.example.test/%zz",
                "https://api%2eexample.test",
                "http://127.0.0.999",
                "http://127.1",
                "http://127.0.0.1.example.test",
                "http://10.0.0.1:8001",
                "https://\u202Eapi.example.test",
            })
    void refusesTheAddress(String server) {
        Kubeconfig read = parse("server: \"" + server + "\"", TOKEN);

        assertThat(fields(read)).containsExactly("clusters[c].cluster.server");
        assertThat(read.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.test\\n",
                "https://api.example.test\\0",
                "https://api.example.test\\e[31m",
                "https://api.example.test\\r\\nX-Canary: 1",
            })
    void refusesControlCharactersInTheAddress(String escaped) {
        assertThat(fields(parse("server: \"" + escaped + "\"", TOKEN))).containsExactly("clusters[c].cluster.server");
    }

    static Stream<Arguments> users() {
        return Stream.of(
                // taken
                user("", "{}"),
                user("", "token: \"not-a-real-token\\n\""),
                user("", "token: \"not-a-real-token\\r\\n\""),
                user("", "token: !!binary bm90LWEtcmVhbC10b2tlbg=="),
                user("", "token: !!str 12345"),
                user("", "{token: &t not-a-real-token, unknown: *t}"),
                user("", "{<<: {token: not-a-real-token}}"),
                user("", "{username: u, password: 'p: ä'}"),
                user("", "{username: u}"),
                user("", "{token: a, as: '', as-groups: [], as-user-extra: {}, as-uid: ''}"),
                user("", "{token: a, as: null, exec: null, auth-provider: null}"),
                user("", "{token: a, as: someone, as-groups: [a], as-uid: '1', as-user-extra: {scope: [x]}}"),
                user("", "{token: a, as: someone, as-user-extra: {scope: []}}"),
                // refused
                user("token", "token: \"canary\\nX-Evil: 1\""),
                user("token", "token: \"canary\\0\""),
                user("token", "token: \"canary\\x7f\""),
                user("token", "token: canary€"),
                user("token", "token: \"\\n\""),
                user("token", "token: 12345"),
                user("token", "token: true"),
                user("token", "token: [canary]"),
                user("token", "token: {canary: canary}"),
                user("username", "{token: canary, username: u}"),
                user("username", "{username: \"canary\\nb\", password: c}"),
                user("username", "{username: 'canary:b', password: c}"),
                user("username", "{password: canary}"),
                user("password", "{username: u, password: \"canary\\nd\"}"),
                user("as", "{token: canary, as-groups: [system:masters]}"),
                user("as", "{token: canary, as-uid: '1'}"),
                user("as", "{token: canary, as: '', as-user-extra: {a: [canary]}}"),
                user("as", "{token: canary, as: \"a\\r\\nb\"}"),
                user("as", "{token: canary, as: 1, as-groups: [system:masters]}"),
                user("as-groups", "{token: canary, as: a, as-groups: canary}"),
                user("as-groups[1]", "{token: canary, as: a, as-groups: [a, 1]}"),
                user("as-groups[0]", "{token: canary, as: a, as-groups: ['']}"),
                user("as-groups", "{token: canary, as: a, as-groups: [\"canary\\nb\"]}"),
                user("as-user-extra", "{token: canary, as: a, as-user-extra: [canary]}"),
                user("as-user-extra.k", "{token: canary, as: a, as-user-extra: {k: [\"canary\\n\"]}}"),
                user("as-user-extra.k\\n", "{token: canary, as: a, as-user-extra: {\"k\\n\": [\"canary\\n\"]}}"),
                user("as-user-extra.k", "{token: canary, as: a, as-user-extra: {k: canary}}"),
                user("client-key-data", "client-certificate-data: " + TlsFixture.base64("canary")),
                user("client-certificate-data", "{client-certificate-data: 'canary%', client-key-data: Y2FuYXJ5}"));
    }

    private static Arguments user(String refused, String user) {
        return Arguments.of(refused, user);
    }

    @ParameterizedTest
    @MethodSource("users")
    void judgesTheUser(String refused, String user) {
        Kubeconfig read = parse(SERVER, user);

        if (refused.isEmpty()) {
            assertThat(read).isInstanceOf(Kubeconfig.Usable.class);
        } else {
            assertThat(fields(read)).containsExactly("users[u].user." + refused);
        }
        assertThat(read.toString()).doesNotContain("canary").doesNotContain("\n");
    }

    @Test
    void takesKeysOfEveryKindThatTlsKnows() {
        assertThat(List.of(
                        identity(rsa.certificate(), rsa.pkcs1Key()),
                        identity(rsa.certificate(), rsa.pkcs8Key()),
                        identity(ec.certificate(), ec.sec1Key()),
                        identity(ec.certificate(), ec.pkcs8Key()),
                        identity(
                                ec.certificate(),
                                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n" + "-----END EC PARAMETERS-----\n"
                                        + ec.sec1Key()),
                        identity("text before\n" + ed.certificate() + "text behind", ed.pkcs8Key())))
                .allSatisfy(user -> assertThat(parse(SERVER, user)).isInstanceOf(Kubeconfig.Usable.class));
    }

    @Test
    void refusesKeysThatTlsWouldRefuseAtTheFirstRequest() {
        String garbage = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
        String noKey = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n";
        String encrypted = """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                YQ==
                -----END RSA PRIVATE KEY-----
                """;

        assertThat(fields(parse(SERVER, identity(garbage, ec.pkcs8Key()))))
                .containsExactly("users[u].user.client-certificate-data");
        for (String key : List.of(noKey, encrypted, rsa.pkcs8Key(), ed.pkcs8Key(), ec.certificate())) {
            assertThat(fields(parse(SERVER, identity(ec.certificate(), key))))
                    .containsExactly("users[u].user.client-key-data");
        }
        assertThat(fields(parse(
                        "{" + SERVER + ", certificate-authority-data: " + TlsFixture.base64(garbage) + "}", TOKEN)))
                .containsExactly("clusters[c].cluster.certificate-authority-data");
    }

    @Test
    void takesAuthoritiesAsClientGoDecodesThem() {
        String once = TlsFixture.base64(ec.certificate());
        String broken = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";

        for (String authority : List.of(
                once,
                "!!binary " + TlsFixture.base64(once),
                "\"" + once.substring(0, 40) + "\\r\\n" + once.substring(40) + "\"",
                TlsFixture.base64(broken + ec.certificate() + rsa.certificate()))) {
            assertThat(parse("{" + SERVER + ", certificate-authority-data: " + authority + "}", TOKEN))
                    .isInstanceOf(Kubeconfig.Usable.class);
        }
        for (String authority : List.of("'" + once.substring(1) + "'", "'%%%'", TlsFixture.base64(broken))) {
            assertThat(fields(parse("{" + SERVER + ", certificate-authority-data: " + authority + "}", TOKEN)))
                    .containsExactly("clusters[c].cluster.certificate-authority-data");
        }
    }

    @Test
    void refusesWhatIsSaidTwice() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), ec.certificate());
        String both = "{" + SERVER + ", certificate-authority: ca.crt, certificate-authority-data: "
                + TlsFixture.base64(ec.certificate()) + "}";

        assertThat(fields(read(kubeconfig(both, TOKEN))))
                .containsExactly("clusters[c].cluster.certificate-authority-data");
        assertThat(fields(
                        read(kubeconfig(SERVER, TOKEN).replace("users:", "- name: c\n  cluster: {server: x}\nusers:"))))
                .containsExactly("clusters[c]");
        assertThat(fields(read(kubeconfig(SERVER, "{token: a, token: canary}"))))
                .containsExactly("line 12");
    }

    @Test
    void judgesTheNameOfTheServer() {
        for (String name : List.of("localhost", "kube_api", "10.0.0.1", "'::1'", "api.example.test.")) {
            assertThat(parse("{" + SERVER + ", tls-server-name: " + name + "}", TOKEN))
                    .isInstanceOf(Kubeconfig.Usable.class);
        }
        for (String name : List.of("'https://canary'", "'canary:1'", "\"canary\\n\"", "7", "'a b'")) {
            assertThat(fields(parse("{" + SERVER + ", tls-server-name: " + name + "}", TOKEN)))
                    .containsExactly("clusters[c].cluster.tls-server-name");
        }
    }

    @Test
    void takesEveryEncodingAndSpellingOfADocument() throws IOException {
        String yaml = kubeconfig(SERVER, TOKEN);
        String json =
                "{\n\t\"current-context\": \"x\", \"contexts\": [{\"name\":\"x\",\"context\":{\"cluster\":\"c\",\"user\":\"u\"}}],"
                        + "\"clusters\": [{\"name\":\"c\",\"cluster\":{\"server\":\"https:\\/\\/api.example.test\"}}],"
                        + "\"users\": [{\"name\":\"u\",\"user\":{\"token\":\"a\"}}], \"x\": \"\\ud83d\\ude00\"}";

        for (String text : List.of(
                yaml, json, "\uFEFF" + yaml, "\uFEFF" + json, "---\n" + yaml + "---\nother: [", "# c\n" + yaml)) {
            assertThat(read(text)).isInstanceOf(Kubeconfig.Usable.class);
        }
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(Kubeconfigs.parse("test", ("\uFEFF" + yaml).getBytes(charset)))
                    .isInstanceOf(Kubeconfig.Usable.class);
        }
        assertThat(fields(Kubeconfigs.parse(
                        "test", yaml.replace("not-a", "nöt-a").getBytes(StandardCharsets.ISO_8859_1))))
                .containsExactly("file");
        assertThat(fields(read(yaml.replace("kind: Config", "kind: Secret")))).containsExactly("kind");
    }

    @Test
    void takesEveryContextOfALargeFleet() throws IOException {
        String certificate = TlsFixture.base64(rsa.certificate())
                + TlsFixture.base64(rsa.certificate()).substring(4);
        String user =
                "client-certificate-data: " + certificate + ", client-key-data: " + TlsFixture.base64(rsa.pkcs8Key());
        String others = IntStream.range(0, 341)
                .mapToObj(i -> "- {name: u%d, user: {%s}}".formatted(i, user))
                .collect(Collectors.joining("\n"));
        String large = kubeconfig(SERVER, TOKEN) + others + "\n";
        assertThat(large.length()).isGreaterThan(1_500_000);

        assertThat(read(large)).isInstanceOf(Kubeconfig.Usable.class);
    }

    @Test
    void saysItsLimits() throws IOException {
        String large = kubeconfig(SERVER, TOKEN) + "#" + "x".repeat(Kubeconfigs.MAX_BYTES);
        String deep = kubeconfig(SERVER, TOKEN) + "extensions: " + "[".repeat(3000) + "]".repeat(3000);
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(0, 26)
                        .mapToObj(i -> "%1$c: &%1$c [*%2$c, *%2$c, *%2$c, *%2$c, *%2$c]\n".formatted('b' + i, 'a' + i))
                        .limit(25)
                        .collect(Collectors.joining());
        String many = kubeconfig(SERVER, TOKEN) + "extensions: [" + "a,".repeat(200_000) + "]";

        assertThat(problems(read(large))).singleElement().asString().contains("larger than 4 MiB");
        assertThat(problems(read(deep))).singleElement().asString().contains("50 levels");
        assertThat(problems(read(many))).singleElement().asString().contains("100000 values");
        assertThat(read(kubeconfig(SERVER, TOKEN) + bomb))
                .as("shared, and so not large")
                .isInstanceOf(Kubeconfig.Usable.class);
        assertThat(fields(read(kubeconfig(SERVER, TOKEN) + "m0: &m {"
                        + IntStream.range(0, 1000)
                                .mapToObj(i -> "k" + i + ": 1")
                                .collect(Collectors.joining(", ")) + "}\n" + "l: [" + "{<<: *m},".repeat(1000)
                        + "]\n")))
                .containsExactly("file");
    }

    @Test
    void readsNothingThatIsNoFile() {
        assertThat(fields(Kubeconfigs.read(new KubeconfigFile("/dev/zero", null))))
                .containsExactly("file");
        assertThat(fields(Kubeconfigs.read(new KubeconfigFile(folder.toString(), null))))
                .containsExactly("file");
    }

    @Test
    void aTokensFileComesBeforeTheTokenIfItCanBeRead() throws IOException {
        Files.writeString(folder.resolve("token"), "  fresher \n");
        Files.writeString(folder.resolve("empty"), " \n");

        assertThat(((Kubeconfig.Usable) read(kubeconfig(SERVER, "{token: a, tokenFile: token}")))
                        .connection()
                        .headers())
                .containsExactly(new Header("Authorization", "Bearer fresher"));
        assertThat(fields(read(kubeconfig(SERVER, "tokenFile: empty")))).containsExactly("users[u].user.tokenFile");
        assertThat(fields(read(kubeconfig(SERVER, "tokenFile: absent")))).containsExactly("users[u].user.tokenFile");
        assertThat(fields(read(kubeconfig(SERVER, "tokenFile: /dev/zero")))).containsExactly("users[u].user.tokenFile");
    }

    @Test
    void showsNamesWithoutWhatATerminalWouldObey() {
        String hostile = "\\e[31mEVIL\\e]0;pwn\\a\\nFAKE-ROW runtime Watched \\u202e" + "x".repeat(1000);

        Kubeconfig read = Kubeconfigs.parse(
                "test",
                kubeconfig(SERVER, TOKEN).replace("current-context: x", "current-context: \"" + hostile + "\""));

        assertThat(problems(read))
                .singleElement()
                .asString()
                .startsWith("test: contexts[\\u001b[31mEVIL")
                .endsWith("]: does not exist; name one of: x")
                .doesNotContain("\u001b", "\n", "\u202e")
                .hasSizeLessThan(300);
    }

    private static String identity(String certificate, String key) {
        return "{client-certificate-data: %s, client-key-data: %s}"
                .formatted(TlsFixture.base64(certificate), TlsFixture.base64(key));
    }

    private static List<String> fields(Kubeconfig read) {
        return problems(read).stream().map(Problem::field).toList();
    }

    private static List<Problem> problems(Kubeconfig read) {
        assertThat(read).isInstanceOf(Kubeconfig.Unusable.class);
        return ((Kubeconfig.Unusable) read).problems();
    }

    private static Kubeconfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), yaml);
        return Kubeconfigs.read(new KubeconfigFile(file.toString(), null));
    }

    private static Kubeconfig parse(String cluster, String user) {
        return Kubeconfigs.parse("test", kubeconfig(cluster, user));
    }

    private static String kubeconfig(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: x
                contexts:
                - name: x
                  context: {cluster: c, user: u}
                clusters:
                - name: c
                  cluster: %s
                users:
                - name: u
                  user: %s
                """.formatted(inFlow(cluster), inFlow(user));
    }

    private static String inFlow(String fields) {
        return fields.startsWith("{") ? fields : "{" + fields + "}";
    }
}
