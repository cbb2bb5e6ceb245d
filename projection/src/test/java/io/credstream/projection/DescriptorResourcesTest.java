package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector.Invalid;
import io.credstream.model.LayerSelector.Labelled;
import io.credstream.model.LayerSelector.Unlabelled;
import io.credstream.projection.DescriptorResources.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorResourcesTest {

    private static final String RESOURCES = """
            resources:
              - {name: sources, access: {type: ociArtifact}}
              - {name: config, access: {type: localBlob}, labels: [{name: oci-registry-cred, value: {a: b}}]}
              - {name: image, access: {type: localBlob}}
            """;

    @Test
    void everyResourceIsTold() {
        DescriptorResources described =
                DescriptorResources.of(new TextNode("component:\n  name: m\n" + RESOURCES.indent(2)));

        assertThat(described.problem()).isNull();
        assertThat(described.path()).containsExactly("component", "resources");
        assertThat(described.resources())
                .containsExactly(
                        new Resource(0, null, false, new Unlabelled()),
                        new Resource(1, Layer.CONFIG, true, new Labelled(LabelSelector.of(Map.of("a", "b")))),
                        new Resource(2, null, true, new Unlabelled()));
    }

    @Test
    void inTheOtherLayoutToo() {
        DescriptorResources described =
                DescriptorResources.of(new TextNode("metadata: {name: m}\nspec:\n" + RESOURCES.indent(2)));

        assertThat(described.path()).containsExactly("spec", "resources");
        assertThat(described.resources()).hasSize(3);
    }

    @Test
    void aKeyWithoutAValueIsNoLabelInATextEither() {
        String text =
                "component:\n  name: m\n  resources:\n  - name: config\n    access: {type: localBlob}\n    labels:\n";

        assertThat(DescriptorResources.of(new TextNode(text)).resources())
                .containsExactly(new Resource(0, Layer.CONFIG, true, new Unlabelled()));
    }

    @Test
    void whatIsNoDescriptorHasAProblemAndNoResources() {
        DescriptorResources described = DescriptorResources.of(new TextNode("a: b"));

        assertThat(described.problem()).contains("neither layout");
        assertThat(described.resources()).isEqualTo(List.of());
    }

    @Test
    void aLabelIsRefusedInTheSameWords() {
        assertThat(DescriptorResources.selector(JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(Invalid.class);
    }
}
