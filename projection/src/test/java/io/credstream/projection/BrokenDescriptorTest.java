package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A template that says nothing is still a record, which tells a person why. */
class BrokenDescriptorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                                | spec.descriptor is missing
            7                                                   | spec.descriptor is a number: write an object
            []                                                  | spec.descriptor is a list: write an object
            {other: {}}                                         | neither layout of OCM
            ''                                                  | spec.descriptor is
            'not a descriptor'                                  | spec.descriptor is a string: write an object
            '{"component": '                                    | neither JSON nor YAML (line 1)
            '{"component": {"name": "a"}} trailing'             | neither JSON nor YAML
            "a: [1\\nb: 2"                                      | neither JSON nor YAML (line 2)
            "---\\ncomponent: {name: a}\\n---\\ncomponent: {}"  | neither JSON nor YAML
            "a: &x [1]\\ncomponent: {name: a, resources: *x}"   | a YAML alias in line 2: write it out
            "\\tcomponent: 1"                                   | neither JSON nor YAML
            {component: null}                                   | component is null: write an object
            {component: a}                                      | component is a string: write an object
            {component: {}}                                     | component.name is missing
            {component: {name: null}}                           | component.name is missing
            {component: {name: ''}}                             | component.name is missing
            {component: {name: 7}}                              | component.name is a number: write it in quotes
            {component: {name: a, version: 1.10}}               | component.version is a number: write it in quotes
            {component: {name: a, version: {}}}                 | component.version is an object: write it in quotes
            {component: {name: a, resources: {}}}               | resources is an object: write a list
            {component: {name: a, resources: x}}                | resources is a string: write a list
            {spec: {resources: []}}                             | metadata is missing: write an object
            {metadata: [], spec: {}}                            | metadata is a list: write an object
            {metadata: {version: a}}                            | metadata.name is missing
            """)
    void isAProblemOfTheWholeTemplate(String descriptor, String problem) {
        Template template = Given.templateWith(descriptor);

        assertThat(template.problem()).contains(problem);
        assertThat(template.component()).isNull();
        assertThat(template.repository()).isNull();
        assertThat(template.layers()).isEmpty();
    }

    @Test
    void isBoundedInDepth() {
        String deep = "[".repeat(DescriptorText.MAX_DEPTH + 1) + "]".repeat(DescriptorText.MAX_DEPTH + 1);

        assertThat(Given.templateWith("'{\"component\": {\"name\": \"a\", \"x\": " + deep + "}}'")
                        .problem())
                .contains("neither JSON nor YAML");
    }

    @Test
    void isBoundedInLength() {
        assertThat(Given.templateWith("'" + "x".repeat(DescriptorText.MAX_LENGTH + 1) + "'")
                        .problem())
                .contains("longer than");
    }

    @Test
    void isBoundedInTheLengthOfItsIdentity() {
        assertThat(Given.templateWith("{component: {name: " + "x".repeat(513) + "}}")
                        .problem())
                .contains("component.name is longer than 512 characters");
    }

    @Test
    void isNotNeededToSayWhatTheTemplateIs() {
        Template template =
                Projections.template(Given.observed(Given.CONTROL_PLANE, """
                metadata: {name: t, namespace: kcp-system, uid: u1}
                spec: {version: 1.0.0, moduleName: my-module, channel: fast}
                """)).orElseThrow();

        assertThat(template.problem()).contains("spec.descriptor is missing");
        assertThat(template.componentVersion()).isEqualTo("1.0.0");
        assertThat(template.moduleName()).isEqualTo("my-module");
        assertThat(template.channel()).isEqualTo("fast");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            {metadata: null}
            {metadata: []}
            {metadata: {name: n}}
            {metadata: {name: 'a/b', namespace: n}}
            []
            7
            """)
    void makesNoRecordWithoutANameOfTheObject(String object) {
        assertThat(Projections.template(Given.observed(Given.CONTROL_PLANE, object)))
                .isEmpty();
        assertThat(Projections.manifest(Given.observed(Given.CONTROL_PLANE, object)))
                .isEmpty();
    }
}
