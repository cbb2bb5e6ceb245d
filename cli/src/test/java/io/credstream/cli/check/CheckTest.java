package io.credstream.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.Guide;
import io.credstream.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static final String BETWEEN = "---\n";
    private static final String CANARY = "canary-hunter2-nobody-may-see-this";

    @TempDir
    private Path folder;

    @Test
    void aTemplateAloneIsCheckedForItsLabelOnly() throws IOException {
        Run run = check(Guide.TEMPLATE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("NoMatch").contains("Checked 1 ModuleTemplate: no errors, no warnings.");
    }

    @Test
    void aTemplateWithoutAnyLabelIsFine() throws IOException {
        Run run = check(unlabelled());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Unlabelled");
    }

    @Test
    void aForgottenLabelIsNoticedByTheSecretThatNobodySelects() throws IOException {
        Run run = check(Guide.SECRET + BETWEEN + unlabelled());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("no layer selects kcp-system/registry-cred, which covers registry.example.com/modules/")
                .contains("run credstream template label -f")
                .contains("--selector operator.kyma-project.io/oci-registry-cred=test-operator")
                .contains("no errors, 1 warning.");
    }

    @Test
    void aSecretAloneIsCheckedToo() throws IOException {
        Run run = check(Guide.SECRET.replace("  namespace: kcp-system\n", "").replaceAll(".*managed-by.*\n", ""));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "Secret default/registry-cred: lacks the label operator.kyma-project.io/managed-by and names no"
                                + " namespace, so that kubectl puts it into default, so that nothing finds it; label it"
                                + " operator.kyma-project.io/managed-by: lifecycle-manager, and write metadata.namespace:"
                                + " kcp-system");
    }

    @Test
    void aWrongLabelIsNamedByTheSecretThatCoversTheRegistry() throws IOException {
        Run run = check(Guide.SECRET.replace("test-operator", "test-operater") + BETWEEN + Guide.TEMPLATE);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out())
                .contains("no Secret in kcp-system matches operator.kyma-project.io/oci-registry-cred=test-operator:"
                        + " kcp-system/registry-cred covers its registry, but has"
                        + " operator.kyma-project.io/oci-registry-cred=test-operater; let the label");
    }

    @Test
    void layersThatDifferAreToBeSeen() throws IOException {
        Run run = check(Guide.SECRET
                + BETWEEN
                + Guide.SECRET.replace("registry-cred\n", "other\n").replace("test-op", "op")
                + BETWEEN
                + Guide.TEMPLATE
                + config("operator.kyma-project.io/oci-registry-cred: operator"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("its layers differ although they are pulled from one registry: install selects"
                        + " operator.kyma-project.io/oci-registry-cred=test-operator, config selects"
                        + " operator.kyma-project.io/oci-registry-cred=operator");
    }

    @Test
    void aSecretOfAnotherKindCannotBeUsed() throws IOException {
        Run run = check(Guide.SECRET.replace("kubernetes.io/dockerconfigjson", "Opaque") + BETWEEN + Guide.TEMPLATE);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out())
                .contains("Unusable")
                .contains("kcp-system/registry-cred is of no type for registries: none of them can be used")
                .contains("create it with kubectl create secret docker-registry");
    }

    @Test
    void secretsAreSelectedAsIngestSelectsThem() throws IOException {
        String secret =
                Guide.SECRET.replace("operator.kyma-project.io/managed-by: lifecycle-manager", "team: registry");
        String objects = secret + BETWEEN + Guide.TEMPLATE;

        assertThat(check(objects).exitCode()).isEqualTo(4);
        assertThat(check(objects, "--secret-selector", "team in (registry,other)")
                        .exitCode())
                .isZero();
        Run other = check(objects, "--secret-selector", "team=platform,env");
        assertThat(other.exitCode()).isEqualTo(4);
        assertThat(other.out())
                .contains(
                        "kcp-system/registry-cred has these labels, but has registry as its label team and lacks the label"
                                + " env; label it team: platform, and give it the label env")
                .doesNotContain("managed-by");
        assertThat(check(Guide.SECRET + BETWEEN + Guide.TEMPLATE, "--secret-selector", "team=registry")
                        .out())
                .contains(
                        "kcp-system/registry-cred has these labels, but lacks the label team; label it team: registry");
        assertThat(check(objects, "--secret-selector", "team in registry").err())
                .contains("'team in registry' is not a label selector; use key=value");
    }

    /** What the selector of ingest demands says nothing of which Secret is meant. */
    @Test
    void aSelectorThatIsProposedLeavesOutWhatIngestSelectsBy() throws IOException {
        String secret = Guide.SECRET
                .replace("operator.kyma-project.io/managed-by: lifecycle-manager", "team: registry")
                .replace("operator.kyma-project.io/oci-registry-cred: test-operator", "purpose: pull");

        assertThat(check(secret + BETWEEN + unlabelled(), "--secret-selector", "team=registry")
                        .out())
                .contains("--selector purpose=pull");
    }

    @Test
    void aKubeconfigOfARuntimeIsNamedWhereItWouldMatch() throws IOException {
        String secret =
                Guide.SECRET.replace("  labels:\n", "  labels:\n    operator.kyma-project.io/kyma-name: my-kyma\n");
        Run run = check(secret + BETWEEN + Guide.TEMPLATE);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out())
                .contains(
                        "kcp-system/registry-cred has these labels, but is the kubeconfig of a runtime, going by its label"
                                + " operator.kyma-project.io/kyma-name; remove its label operator.kyma-project.io/kyma-name");
    }

    @Test
    void otherNamespacesCanBeAllowed() throws IOException {
        String secret = Guide.SECRET.replace("kcp-system", "credentials");

        assertThat(check(secret + BETWEEN + Guide.TEMPLATE).exitCode()).isEqualTo(4);
        assertThat(check(secret + BETWEEN + Guide.TEMPLATE, "--namespace", "kcp-system,credentials")
                        .exitCode())
                .isZero();
        assertThat(check(secret + BETWEEN + Guide.TEMPLATE, "--namespace", "*").exitCode())
                .isZero();
    }

    @Test
    void onARuntimeItsOwnNamespaceCounts() throws IOException {
        String objects = (Guide.SECRET + BETWEEN + Guide.TEMPLATE).replace("kcp-system", "kyma-system");

        assertThat(check(objects, "--role", "runtime").exitCode()).isZero();
        assertThat(check(objects + BETWEEN + Guide.MANIFEST, "--role", "runtime")
                        .out())
                .contains("Manifests are on control planes, not on runtimes");
        assertThat(check(objects, "--role", "skr").err()).contains("'skr' is no role; write control-plane or runtime");
    }

    @Test
    void aManifestSaysWhatWouldBeWrittenToIt() throws IOException {
        Run run = check(Guide.SECRET + BETWEEN + Guide.TEMPLATE + BETWEEN + Guide.MANIFEST, "-o", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "\"would be written: install selects operator.kyma-project.io/oci-registry-cred=test-operator\"");
    }

    @Test
    void aManifestWithoutItsTemplateIsToBeSeen() throws IOException {
        Run run = check(Guide.TEMPLATE + BETWEEN + Guide.MANIFEST.replace("  version: 1.0.0", "  version: 1.0.1"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("no template given is of component kyma-project.io/template-operator in version 1.0.1");
    }

    @Test
    void oneBadDocumentAmongManySpoilsNoOther() throws IOException {
        Run run = check(Guide.SECRET + BETWEEN + "kind: Secret\nmetadata: name: x\n" + BETWEEN + "- a list\n" + BETWEEN
                + "kind: Secret\n" + BETWEEN
                + unlabelled().replace("template-operator-1", "other-1").replace("component:", "composition:") + BETWEEN
                + Guide.TEMPLATE);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .contains("objects.yaml:14: unreadable: document 2: is not YAML: a second ': ' in one line; expected a"
                        + " Kubernetes object with apiVersion, kind and metadata.name")
                .contains("objects.yaml:16: unreadable: document 3: is a list; expected")
                .contains("objects.yaml:18: unreadable: document 4: has no apiVersion, no metadata.name; expected")
                .contains("spec.descriptor is in neither layout of OCM: write component.resources (v2) or metadata and"
                        + " spec.resources (v3alpha1)")
                .contains("install   Bound");
    }

    @Test
    void listsAreReadAndJsonWithTabs() throws IOException {
        Path file = Files.writeString(
                folder.resolve("list.json"),
                "{\n\t\"apiVersion\": \"v1\", \"kind\": \"List\",\n\t\"items\": [{\"apiVersion\": \"v1\", \"kind\":"
                        + " \"Secret\", \"metadata\": {\"name\": \"x\", \"labels\":"
                        + " {\"operator.kyma-project.io/oci-registry-cred\": \"a\"}}}]\n}\n");

        Run run = Run.of("check", "-f", file.toString());

        assertThat(run.out()).contains("Secret default/x").contains("Checked 1 Secret");
    }

    @Test
    void folderIsReadWhole() throws IOException {
        Files.writeString(folder.resolve("secret.yaml"), Guide.SECRET);
        Files.writeString(folder.resolve("template.yml"), Guide.TEMPLATE);
        Files.writeString(folder.resolve("notes.txt"), "no: yaml: at all");

        Run run = Run.of("check", "-f", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("install   Bound");
    }

    @Test
    void whatIsNotThereIsAMatterOfUsage() throws IOException {
        assertThat(Run.of("check", "-f", folder.resolve("nothing").toString()))
                .matches(run -> run.exitCode() == 2 && run.err().contains("does not exist"));
        assertThat(check("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n"))
                .matches(run -> run.exitCode() == 2 && run.err().contains("holds no Secret"));
    }

    @Test
    void nothingSecretIsPrintedWhateverIsWrongWithIt() throws IOException {
        String encoded = Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
        String config = "{\"auths\":{\"u:" + CANARY + "@registry.example.com\":{\"username\":\"u\",\"password\":\""
                + CANARY + "\"}}}";
        String head = "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\nmetadata:\n  name: x\n"
                + "  annotations: {last: " + CANARY + "}\n  labels: {operator.kyma-project.io/oci-registry-cred: a}\n";
        String objects = String.join(
                BETWEEN,
                head + "stringData:\n  .dockerconfigjson: '" + config + "'\n",
                head + "data:\n  .dockerconfigjson: " + encoded + "\n",
                head + "data: {.dockerconfigjson: *" + CANARY + "}\n",
                head + "stringData:\n  password: " + CANARY + ": " + CANARY + "\n",
                head + "stringData:\n  password: \"\\q" + CANARY + "\n",
                head + "stringData: " + CANARY + "\n",
                head + "data:\n- " + CANARY + "\n  " + CANARY + "\n x\n",
                CANARY + "\n",
                "!" + CANARY + " {a: b}\n",
                "%" + CANARY + "\n--- a\n",
                head.replace("kind: Secret", "kind: Secret\nkind: " + CANARY));
        for (String format : new String[] {"table", "wide", "json", "yaml"}) {
            Run run = check(objects, "-o", format, "--debug");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out() + run.err()).doesNotContain("hunter2").doesNotContain(encoded.substring(4, 30));
        }
    }

    private Run check(String content, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("objects.yaml"), content);
        String[] arguments = new String[more.length + 3];
        arguments[0] = "check";
        arguments[1] = "-f";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Run.of(arguments);
    }

    private static String unlabelled() {
        return Guide.TEMPLATE.substring(0, Guide.TEMPLATE.indexOf("        labels:"));
    }

    private static String config(String label) {
        return """
                      - name: config
                        type: yaml
                        version: 1.0.0
                        access:
                          type: localOciBlob
                          digest: sha256:db86408c
                        labels:
                        - name: oci-registry-cred
                          value:
                            %s
                """.formatted(label);
    }
}
