package io.credstream.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.Guide;
import io.credstream.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateLabelTest {

    private static final String SELECTOR = "operator.kyma-project.io/oci-registry-cred=test-operator";

    @TempDir
    private Path folder;

    @Test
    void theLabelIsAddedBelowTheRestOfTheResource() throws IOException {
        Run run = label(unlabelled() + "        # the end\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Guide.TEMPLATE + "        # the end\n");
        assertThat(run.err()).contains("1 labelled, 0 labelled already");
    }

    @Test
    void whatHasTheLabelStaysAsItIs() throws IOException {
        Run run = label(Guide.TEMPLATE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Guide.TEMPLATE);
    }

    @Test
    void anotherLabelIsRefusedUnlessItIsToBeReplaced() throws IOException {
        String other = Guide.TEMPLATE.replace("test-operator", "other");

        Run refused = label(other);
        Run replaced = label(other, "--replace");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(
                        "template.yaml:19: document 1: ModuleTemplate kcp-system/template-operator-1.0.0 raw-manifest: has"
                                + " another label oci-registry-cred (operator.kyma-project.io/oci-registry-cred=other); add"
                                + " --replace");
        assertThat(replaced.out()).isEqualTo(Guide.TEMPLATE);
    }

    @Test
    void whatIsNoSelectorIsReplacedToo() throws IOException {
        String value = "value:\n                operator.kyma-project.io/oci-registry-cred: test-operator\n";
        for (String wrong : List.of("value: {}\n", "value:\n", "value: null\n", "value: a # why\n", "value: [a]\n")) {
            String wanted = wrong.contains("#") ? " # why\n" : "\n";

            Run run = label(Guide.TEMPLATE.replace(indented(value), wrong), "--replace");

            assertThat(run.err()).contains("1 labelled");
            assertThat(run.out())
                    .isEqualTo(Guide.TEMPLATE.replace(
                            indented(value),
                            "value: {operator.kyma-project.io/oci-registry-cred: test-operator}" + wanted));
        }
    }

    @Test
    void whatASelectorCannotBeIsRefused() throws IOException {
        assertThat(refusal("a b=c")).contains("'a b' is no label key");
        assertThat(refusal("a=b c")).contains("the value of 'a' is no label value");
        assertThat(refusal("")).contains("'' is no label; write key=value");
        assertThat(refusal("a=b,a=c")).contains("'a' stands there twice");
        assertThat(refusal("a=b,")).contains("is no label");
    }

    @Test
    void allProblemsAreToldAndNothingIsWritten() throws IOException {
        String content = unlabelled() + "---\nkind: x: y\n---\n" + unlabelled().replace("component:", "composition:");
        Path file = write(content);

        Run run = Run.of("template", "label", "-f", file.toString(), "--selector", SELECTOR, "--in-place");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("document 2: is not YAML")
                .contains("document 3: ModuleTemplate kcp-system/template-operator-1.0.0: spec.descriptor is in neither"
                        + " layout of OCM");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void aFileIsWrittenInPlaceAndWithItsLineBreaks() throws IOException {
        Path file = write(unlabelled().replace("\n", "\r\n"));

        Run run = Run.of("template", "label", "-f", file.toString(), "--selector", SELECTOR, "-i");

        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(Guide.TEMPLATE.replace("\n", "\r\n"));
    }

    @Test
    void aDryRunShowsADifference() throws IOException {
        Path file = write(unlabelled());

        Run run = Run.of("template", "label", "-f", file.toString(), "--selector", SELECTOR, "--dry-run");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .startsWith("--- " + file + "\n+++ " + file + "\n@@ ")
                .contains("+        - name: oci-registry-cred\n");
        assertThat(Files.readString(file)).isEqualTo(unlabelled());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        String file = write(unlabelled()).toString();

        assertThat(Run.of("template", "label", "-f", "-", "--selector", SELECTOR, "-i")
                        .err())
                .contains("standard input cannot be written in place");
        assertThat(Run.of("template", "label", "-f", file, "-f", file, "--selector", SELECTOR)
                        .err())
                .contains("several files cannot be printed as one");
        assertThat(label(Guide.SECRET).err()).contains("holds no ModuleTemplate");
    }

    @Test
    void anAliasIsRefusedForItStandsForSeveralPlaces() throws IOException {
        Run run = label(unlabelled()
                .replace("version: 1.0.0\n  desc", "version: &v 1.0.0\n  desc")
                .replace("        version: 1.0.0\n        access", "        version: *v\n        access"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has a YAML alias");
    }

    private String refusal(String selector) throws IOException {
        Run run = Run.of("template", "label", "-f", write(unlabelled()).toString(), "--selector", selector);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private Run label(String content, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("template", "label", "-f", write(content).toString(), "--selector", SELECTOR));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("template.yaml"), content);
    }

    private static String indented(String value) {
        int at = Guide.TEMPLATE.indexOf("value:\n");
        return at < 0 ? value : Guide.TEMPLATE.substring(at);
    }

    private static String unlabelled() {
        return Guide.TEMPLATE.substring(0, Guide.TEMPLATE.indexOf("        labels:"));
    }
}
