package io.credstream.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.ObjectReader;
import io.credstream.cli.template.TemplateLabels.Outcome;
import io.credstream.cli.template.TemplateLabels.Wish;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.projection.DescriptorResources;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateLabelsTest {

    private static final LabelSelector SELECTOR =
            LabelSelector.of(Map.of("kyma-project.io/registry", "my-registry", "a", "true"));
    private static final int SEEDS = 300;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverTheFormOnlyTheLabelIsAdded(boolean all) {
        for (int seed = 0; seed < SEEDS; seed++) {
            String text = file(seed);
            Wish wish = new Wish(SELECTOR, all, false);

            Outcome outcome = TemplateLabels.of(ObjectReader.read("x.yaml", text), wish);

            String as = "seed " + seed + "\n" + text + "\n=>\n" + outcome.text();
            assertThat(outcome.problems()).as(as).isEmpty();
            assertThat(withoutAdditions(text, outcome.text())).as(as).isEqualTo(lines(text));
            assertThat(ObjectReader.read("x.yaml", outcome.text()).objects())
                    .as(as)
                    .allSatisfy(object -> isLabelled(object, all));
            assertThat(TemplateLabels.of(ObjectReader.read("x.yaml", outcome.text()), wish)
                            .text())
                    .as("again: " + as)
                    .isEqualTo(outcome.text());
        }
    }

    @Test
    void wholeLinesAreAddedWhereTheFileHasAKeyALine() {
        String text = """
                kind: ModuleTemplate
                apiVersion: operator.kyma-project.io/v1beta2
                metadata: {name: x}
                spec:
                  descriptor: |
                    {
                      "component": {
                        "name": "m",
                        "resources": [
                          {
                            "name": "config",
                            "access": {"type": "localBlob"}
                          }
                        ]
                      }
                    }
                """;

        Outcome outcome = TemplateLabels.of(ObjectReader.read("x.yaml", text), new Wish(SELECTOR, false, false));

        assertThat(outcome.text()).isEqualTo(text.replace("          {\n            \"name\"", """
                                  {
                                    "labels": [{"name": "oci-registry-cred", "value": {"a": "true", \
                        "kyma-project.io/registry": "my-registry"}}],
                                    "name\""""));
    }

    @Test
    void aTextWhoseCharactersStandElsewhereThanTheyMeanIsRefused() {
        String text = """
                kind: ModuleTemplate
                apiVersion: operator.kyma-project.io/v1beta2
                metadata: {name: x}
                spec:
                  descriptor: '{"component": {"name": "m", "resources": [{"name": "config", "access": {"type": "localBlob"}}]}}'
                """;

        Outcome outcome = TemplateLabels.of(ObjectReader.read("x.yaml", text), new Wish(SELECTOR, false, false));

        assertThat(outcome.text()).isEqualTo(text);
        assertThat(outcome.problems().toString()).contains("cannot be edited in place; write it as an object");
    }

    /** Several documents, with or without a line break at the end, and with the line breaks of either world. */
    private static String file(int seed) {
        Random random = new Random(seed);
        RandomTemplates templates = new RandomTemplates(random);
        String text = IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(templates::template)
                .collect(Collectors.joining("\n---\n", random.nextBoolean() ? "---\n" : "", ""));
        String ended = random.nextBoolean() ? text : text + "\n";
        return random.nextInt(4) == 0 ? ended.replace("\n", "\r\n") : ended;
    }

    private static void isLabelled(KubernetesObject object, boolean all) {
        DescriptorResources described =
                DescriptorResources.of(object.json().path("spec").path("descriptor"));
        assertThat(described.problem()).isNull();
        assertThat(described.resources()).allSatisfy(resource -> {
            boolean wanted = resource.pulled() && (all || resource.layer() != null);
            assertThat(resource.selector())
                    .isEqualTo(wanted ? new LayerSelector.Labelled(SELECTOR) : new LayerSelector.Unlabelled());
        });
    }

    private static String lines(String text) {
        return text.lines().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** The lines that are left when all that was added is taken away again, in front of, between, behind and within them. */
    private static String withoutAdditions(String before, String after) {
        List<String> now = after.lines().toList();
        StringBuilder left = new StringBuilder();
        int at = 0;
        for (String line : before.lines().toList()) {
            while (at < now.size() && !isWithin(now.get(at), line)) {
                at++;
            }
            left.append(at++ < now.size() ? line : "(gone: " + line + ")").append('\n');
        }
        return left.toString();
    }

    /** Whether a line is another one in which something in brackets was inserted at one place, or nothing. */
    private static boolean isWithin(String line, String original) {
        int prefix = 0;
        while (prefix < original.length() && prefix < line.length() && line.charAt(prefix) == original.charAt(prefix)) {
            prefix++;
        }
        return line.equals(original)
                || (line.length() > original.length() + 20
                        && line.endsWith(original.substring(prefix))
                        && line.contains("oci-registry-cred"));
    }
}
