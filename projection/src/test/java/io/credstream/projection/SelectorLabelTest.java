package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.LayerSelector;
import io.credstream.model.LayerSelector.Invalid;
import io.credstream.model.LayerSelector.Labelled;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R3. */
class SelectorLabelTest {

    @Test
    void readsAMapOfLabels() {
        assertThat(read("{operator.kyma-project.io/oci-registry-cred: test-operator, stage: ''}"))
                .isEqualTo(new Labelled(LabelSelector.of(
                        Map.of("operator.kyma-project.io/oci-registry-cred", "test-operator", "stage", ""))));
    }

    @Test
    void readsAWholeSelector() {
        LayerSelector selector = read("""
                matchLabels: {a: b}
                matchExpressions:
                  - {key: c, operator: In, values: [y, x, y]}
                  - {key: d, operator: NotIn, values: [z]}
                  - {key: e, operator: Exists}
                  - {key: f, operator: DoesNotExist, values: []}
                """);

        assertThat(selector)
                .isEqualTo(new Labelled(new LabelSelector(
                        Map.of("a", "b"),
                        List.of(
                                new Requirement("c", Operator.IN, List.of("x", "y")),
                                new Requirement("d", Operator.NOT_IN, List.of("z")),
                                new Requirement("e", Operator.EXISTS, List.of()),
                                new Requirement("f", Operator.DOES_NOT_EXIST, List.of())))));
    }

    @Test
    void takesALabelNamedMatchLabelsForALabel() {
        assertThat(read("{matchLabels: x}")).isEqualTo(new Labelled(LabelSelector.of(Map.of("matchLabels", "x"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                            | its value is null: write a map of labels
            my-secret                                       | its value is a string: write a map of labels
            '{"a": "b"}'                                    | its value is a string: write a map of labels
            [a]                                             | its value is a list: write a map of labels
            true                                            | its value is a boolean: write a map of labels
            {}                                              | would select every Secret
            {matchLabels: {}}                               | would select every Secret
            {matchLabels: null}                             | would select every Secret
            {matchLabels: null, matchExpressions: []}       | would select every Secret
            {a: 1}                                          | the value of 'a' is a number: write a string in quotes
            {a: true}                                       | the value of 'a' is a boolean: write a string in quotes
            {a: null}                                       | the value of 'a' is null: write a string in quotes
            {a: {b: c}}                                     | the value of 'a' is an object: write a string in quotes
            {'': b}                                         | '' is no label key: write as its name 1 to 63 of
            {-a: b}                                         | '-a' is no label key
            {a b: c}                                        | 'a b' is no label key
            {/a: b}                                         | '/a' is no label key: write a DNS name in lower case
            {Example.org/a: b}                              | 'Example.org/a' is no label key: write a DNS name in lower case
            {a/b/c: d}                                      | 'a/b/c' is no label key: write at most one slash
            {a: 'b c'}                                      | the value of 'a' is no label value: write 1 to 63 of
            {a: 'b-'}                                       | the value of 'a' is no label value
            {a: "b\\n"}                                     | the value of 'a' is no label value
            {matchLabels: {a: b}, c: d}                     | 'c' stands beside matchLabels or matchExpressions
            {matchLabels: [a]}                              | matchLabels is a list: write a map of labels
            {matchLabels: {a: 1}}                           | matchLabels: the value of 'a' is a number
            {matchExpressions: {}}                          | matchExpressions is an object: write a list
            {matchExpressions: [7]}                         | an expression has no key
            {matchExpressions: [{operator: Exists}]}        | an expression has no key
            {matchExpressions: [{key: a}]}                  | the operator of 'a' is none: write In, NotIn, Exists or
            {matchExpressions: [{key: a, operator: Gt, values: ['1']}]}      | the operator of 'a' is none
            {matchExpressions: [{key: a, operator: In}]}                     | 'a' with In takes values: write at least one
            {matchExpressions: [{key: a, operator: In, values: []}]}         | 'a' with In takes values: write at least one
            {matchExpressions: [{key: a, operator: In, values: b}]}          | the values of 'a' are a string: write a list
            {matchExpressions: [{key: a, operator: In, values: [1]}]}        | a value of 'a' is a number: write a string
            {matchExpressions: [{key: a, operator: In, values: ['b c']}]}    | a value of 'a' is no label value
            {matchExpressions: [{key: a, operator: Exists, values: [b]}]}    | 'a' with Exists takes no values: leave them out
            {matchExpressions: [{key: 'a b', operator: Exists}]}             | 'a b' is no label key
            """)
    void refusesWhatIsNoSelector(String value, String problem) {
        assertThat(read(value))
                .isInstanceOfSatisfying(
                        Invalid.class, i -> assertThat(i.problem()).contains(problem));
    }

    @Test
    void countsAMissingValueAsInvalid() {
        assertThat(Given.templateWithLabels("[{name: oci-registry-cred}]").layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.selector()).isInstanceOf(Invalid.class));
    }

    @Test
    void refusesLabelsOfAResourceThatAreNoList() {
        assertThat(Given.templateWithLabels("{oci-registry-cred: {a: b}}").layers())
                .singleElement()
                .extracting("selector.problem")
                .asString()
                .contains("labels is an object: write a list");
    }

    @Test
    void tellsSeveralProblemsAtOnceAndBoundsThem() {
        String many =
                IntStream.range(0, 9).mapToObj(i -> "k" + i + ": " + i).collect(Collectors.joining(", ", "{", "}"));

        assertThat(read(many))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        i -> assertThat(i.problem())
                                .contains("'k0'", "'k4'", "and 4 more")
                                .doesNotContain("'k5'"));
    }

    @Test
    void isBounded() {
        String terms = IntStream.rangeClosed(0, SelectorLabel.MAX_TERMS)
                .mapToObj(i -> "k" + i + ": x")
                .collect(Collectors.joining(", ", "{", "}"));

        assertThat(read(terms))
                .isInstanceOfSatisfying(
                        Invalid.class, i -> assertThat(i.problem()).contains("more than 100"));
    }

    @ParameterizedTest
    @CsvSource({"63,true", "64,false"})
    void boundsNamesAndValues(int length, boolean valid) {
        String text = "x".repeat(length);

        assertThat(read("{" + text + ": a}") instanceof Labelled).isEqualTo(valid);
        assertThat(read("{example.org/" + text + ": a}") instanceof Labelled).isEqualTo(valid);
        assertThat(read("{a: " + text + "}") instanceof Labelled).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"253,true", "254,false"})
    void boundsPrefixes(int length, boolean valid) {
        String prefix = "x.".repeat(length / 2) + "x".repeat(length % 2 == 0 ? 0 : 1);
        String prefixOfThatLength = prefix.endsWith(".") ? prefix.substring(0, length - 1) + "x" : prefix;

        assertThat(read("{" + prefixOfThatLength + "/a: b}") instanceof Labelled)
                .isEqualTo(valid);
    }

    private static LayerSelector read(String value) {
        return SelectorLabel.read(Given.yaml(value));
    }
}
