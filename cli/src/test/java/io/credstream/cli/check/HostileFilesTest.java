package io.credstream.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.cli.Run;
import io.credstream.observe.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} says of files that somebody wrote against its reader. */
class HostileFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = "n\u001b[31mEVIL\u001b]0;pwned\u0007\nFAKE   Bound\u202ecba\u2028FAKE";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"table", "wide", "json", "yaml"})
    void namesAndLabelsForgeNoLineAndActOnNoTerminal(String format) throws IOException {
        ObjectNode secret = secret(EVIL, "{\"auths\":{\"r.example.com\":{\"auth\":\"YTpi\"}}}");
        secret.withObject("/metadata").withObject("/labels").put("k\u001b[5m", "v\u001b[2J\n\u2028x");
        Path file = Files.writeString(folder.resolve("a\u001b[2J\nFAKE.json"), secret.toString());

        Run run = Run.of("check", "-f", file.toString(), "-o", format);

        assertThat(run.out()).isNotEmpty().isEqualTo(Printable.lines(run.out())).doesNotContain("\nFAKE");
        assertThat(run.err()).isEqualTo(Printable.lines(run.err())).doesNotContain("\nFAKE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\":{\"https://u:CANARY@r.example.com/v1/\":{\"username\":\"CANARY\",\"password\":\"CANARY\"}}}",
                "{\"auths\":{\"oci://CANARY\":{\"password\":\"CANARY\"}}}",
                "{\"auths\":{\"r.example.com?token=CANARY\":{\"auth\":\"CANARY\"}}}",
                "{\"auths\":{\"r.example.com\":{\"password\":\"CANARY\"",
                "{\"auths\":{\"r.example.com\":{\"password\":[\"CANARY\"]}}}",
                "CANARY"
            })
    void nothingOfASecretIsQuoted(String config) throws IOException {
        ObjectNode secret = secret("s", config).put("type", "kubernetes.io/dockerconfigjson");
        secret.withObject("/stringData").put("x", "CANARY");
        secret.withObject("/metadata")
                .withObject("/annotations")
                .put("x", "CANARY")
                .put("credstream.io/expires-at", "CANARY");
        assertSaysNothingOf(secret.toString());
        assertSaysNothingOf(secret.toString().replace(".dockerconfigjson\":\"", ".dockerconfigjson\":\"CANARY"));
        assertSaysNothingOf(secret.put("type", "CANARY").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Secret\ndata:\n  password: CANARY: x\n",
                "kind: Secret\nstringData: {password: \"CANARY\n",
                "kind: Secret\nstringData:\n  password: |\n CANARY\n   x: y",
                "kind: Secret\ndata: !CANARY x\n",
                "kind: Secret\ndata: *CANARY\n",
                "kind: Secret\nCANARY",
                "{\"kind\": \"Secret\", \"data\": {\"password\": CANARY}}",
                "{\"kind\": \"Secret\", \"data\": {\"password\": \"CANARY\\q\"}}",
                "CANARY: : :\n\t-"
            })
    void whatCannotBeReadIsNotQuoted(String text) throws IOException {
        assertSaysNothingOf(text);
    }

    private void assertSaysNothingOf(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("file.yaml"), text);
        for (String format : new String[] {"wide", "json"}) {
            Run run = Run.of("check", "-f", file.toString(), "-o", format, "--debug");
            assertThat(run.out() + run.err()).as(text).doesNotContain("CANARY");
        }
    }

    private static ObjectNode secret(String name, String config) {
        ObjectNode secret = JSON.createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/dockerconfigjson");
        ObjectNode metadata = secret.putObject("metadata");
        metadata.put("name", name).put("namespace", "kcp-system");
        metadata.putObject("labels").put("operator.kyma-project.io/managed-by", "lifecycle-manager");
        metadata.putObject("annotations");
        secret.putObject("stringData");
        secret.putObject("data")
                .put(".dockerconfigjson", Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8)));
        return secret;
    }
}
