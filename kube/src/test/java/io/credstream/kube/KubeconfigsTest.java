package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.ClusterStatus.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigsTest {

    @TempDir
    Path folder;

    @TempDir
    static Path keys;

    private static TlsFixture authority;

    @BeforeAll
    static void makeKeys() throws Exception {
        authority = TlsFixture.ec(keys, "authority");
    }

    @Test
    void readsTheCurrentContext() {
        Kubeconfig read = Kubeconfigs.parse("test", kubeconfig("", "token: not-a-real-token"));

        assertThat(read).isInstanceOf(Kubeconfig.Usable.class);
        assertThat(((Kubeconfig.Usable) read).connection().server()).hasToString("https://api.example.test:6443");
        assertThat(((Kubeconfig.Usable) read).connection().headers())
                .containsExactly(new Header("Authorization", "Bearer not-a-real-token"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';exec: {command: /bin/false, apiVersion: client.authentication.k8s.io/v1};users[u].user.exec",
                "'';exec: /bin/false;users[u].user.exec",
                "'';auth-provider: {name: oidc};users[u].user.auth-provider",
                "insecure-skip-tls-verify: true;token: fake;clusters[c].cluster.insecure-skip-tls-verify",
                "insecure-skip-tls-verify: 'true';token: fake;clusters[c].cluster.insecure-skip-tls-verify",
                "proxy-url: socks5://localhost:1080;token: fake;clusters[c].cluster.proxy-url",
                "certificate-authority: /etc/ssl/ca.pem;token: fake;clusters[c].cluster.certificate-authority",
                "'';tokenFile: /run/secrets/token;users[u].user.tokenFile",
                "'';client-key: /root/key.pem;users[u].user.client-key",
            })
    void refusesWhatWouldActBeyondTalkingToTheServer(String cluster, String user, String field) {
        Kubeconfig read = Kubeconfigs.parse("test", kubeconfig(cluster, user));

        var unusable = (Kubeconfig.Unusable) read;
        assertThat(unusable.trouble().condition()).isEqualTo(Condition.KUBECONFIG_REFUSED);
        assertThat(unusable.problems()).extracting(Problem::field).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.test:8080",
                "https://admin:fake@api.example.test",
                "http://127.0.0.1.evil.test"
            })
    void refusesToExposeCredentials(String server) {
        Kubeconfig read = Kubeconfigs.parse(
                "test", kubeconfig("", "token: fake").replace("https://api.example.test:6443", server));

        assertThat(((Kubeconfig.Unusable) read).trouble().condition()).isEqualTo(Condition.KUBECONFIG_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"})
    void allowsPlainHttpToThisMachine(String server) {
        Kubeconfig read = Kubeconfigs.parse(
                "test", kubeconfig("", "token: fake").replace("https://api.example.test:6443", server));

        assertThat(read).isInstanceOf(Kubeconfig.Usable.class);
    }

    @Test
    void reportsAllProblemsAtOnceAndNoValue() {
        Kubeconfig read = Kubeconfigs.parse(
                "test",
                kubeconfig(
                        "{proxy-url: 'http://canary-1', insecure-skip-tls-verify: true, certificate-authority-data: '%%%'}",
                        "{exec: {command: canary-2}, as-uid: canary-3}"));

        assertThat(((Kubeconfig.Unusable) read).problems())
                .hasSize(5)
                .allSatisfy(problem ->
                        assertThat(problem.toString()).doesNotContain("canary").contains("test: "));
    }

    @Test
    void doesNotLookAtContextsThatNobodyAskedFor() {
        String yaml = kubeconfig("", "token: fake").replace("users:", """
                users:
                - name: other
                  user: {exec: {command: /bin/false}}""");

        assertThat(Kubeconfigs.parse("test", yaml)).isInstanceOf(Kubeconfig.Usable.class);
    }

    @Test
    void aFileOfAnOperatorMayReferToFilesBesideIt() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), authority.certificate());
        Files.writeString(folder.resolve("token"), "not-a-real-token\n");
        Path file = Files.writeString(
                folder.resolve("config"), kubeconfig("certificate-authority: ca.crt", "tokenFile: token"));

        Kubeconfig read = Kubeconfigs.read(new KubeconfigFile(file.toString(), "x"));

        Connection connection = ((Kubeconfig.Usable) read).connection();
        assertThat(connection.headers()).containsExactly(new Header("Authorization", "Bearer not-a-real-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "- a", "null", "a: &a [*a]", "current-context: x", "x: 1\nx: 2"})
    void saysWhatIsMissingInGarbage(String yaml) {
        var unusable = (Kubeconfig.Unusable) Kubeconfigs.parse("test", yaml);

        assertThat(unusable.trouble().condition()).isEqualTo(Condition.KUBECONFIG_MISSING);
    }

    @Test
    void namesTheContextsThatThereAre() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), kubeconfig("", "token: fake"));

        var unusable = (Kubeconfig.Unusable) Kubeconfigs.read(new KubeconfigFile(file.toString(), "y"));

        assertThat(unusable.problems())
                .containsExactly(
                        new Problem(file.toString(), "contexts[y]", false, "does not exist", "name one of: x"));
    }

    @Test
    void aMissingFileIsAProblem() {
        var unusable = (Kubeconfig.Unusable)
                Kubeconfigs.read(new KubeconfigFile(folder.resolve("absent").toString(), null));

        assertThat(unusable.trouble().condition()).isEqualTo(Condition.KUBECONFIG_MISSING);
    }

    @Test
    void showsNoCredentials() {
        var usable = (Kubeconfig.Usable) Kubeconfigs.parse("test", kubeconfig("", "{token: canary}"));

        assertThat(List.of(usable.toString(), usable.connection().headers().toString()))
                .noneMatch(text -> text.contains("canary"));
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
                  cluster: {server: 'https://api.example.test:6443', %s}
                users:
                - name: u
                  user: {%s}
                """.formatted(inner(cluster), inner(user));
    }

    private static String inner(String fields) {
        return fields.startsWith("{") ? fields.substring(1, fields.length() - 1) : fields;
    }
}
