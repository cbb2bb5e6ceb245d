package io.credstream.rules.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelIndexTest {

    private static final int MANY = 5_000;

    private final LabelIndex<String, String> index = new LabelIndex<>();

    @Test
    void aRelabelledObjectTouchesWhatMatchedBeforeAndWhatMatchesNow() {
        index.putSelector("x", LabelSelector.of(Map.of("cred", "x")));
        index.putSelector("y", LabelSelector.of(Map.of("cred", "y")));
        index.putSelector("z", LabelSelector.of(Map.of("cred", "z")));
        index.putObject("secret", Map.of("cred", "x"));

        assertThat(index.putObject("secret", Map.of("cred", "y"))).containsExactlyInAnyOrder("x", "y");

        assertThat(index.objectsMatching("x")).isEmpty();
        assertThat(index.objectsMatching("y")).containsExactly("secret");
    }

    @Test
    void anObjectWithNewContentTouchesWhatItStillMatches() {
        index.putSelector("x", LabelSelector.of(Map.of("cred", "x")));
        index.putObject("secret", Map.of("cred", "x"));

        assertThat(index.putObject("secret", Map.of("cred", "x"))).containsExactly("x");
    }

    @Test
    void everyKindOfExpressionFindsItsObjects() {
        index.putObject("x", Map.of("cred", "x"));
        index.putObject("y", Map.of("cred", "y", "tier", "gold"));
        index.putObject("none", Map.of());

        assertThat(matching(Operator.IN, "x", "y")).containsExactlyInAnyOrder("x", "y");
        assertThat(matching(Operator.EXISTS)).containsExactlyInAnyOrder("x", "y");
        assertThat(matching(Operator.NOT_IN, "x")).containsExactlyInAnyOrder("y", "none");
        assertThat(matching(Operator.DOES_NOT_EXIST)).containsExactly("none");
    }

    @Test
    void aPurelyNegativeSelectorIsTouchedByEveryObjectThatItMatches() {
        index.putSelector("not x", expression(Operator.NOT_IN, "x"));

        assertThat(index.putObject("y", Map.of("cred", "y"))).containsExactly("not x");
        assertThat(index.putObject("none", Map.of())).containsExactly("not x");
        assertThat(index.putObject("x", Map.of("cred", "x"))).isEmpty();
        assertThat(index.putObject("y", Map.of("cred", "x"))).containsExactly("not x");
    }

    @Test
    void aSelectorThatIsGoneMatchesNothing() {
        index.putSelector("x", LabelSelector.of(Map.of("cred", "x")));
        index.removeSelector("x");

        assertThat(index.putObject("secret", Map.of("cred", "x"))).isEmpty();
        assertThat(index.objectsMatching("x")).isEmpty();
    }

    @Test
    void aLabelThatEveryObjectCarriesCostsNothing() {
        // Selectors come first, when nothing tells which of their labels will be the rare one.
        for (int i = 0; i < MANY; i++) {
            index.putSelector("selector" + i, LabelSelector.of(Map.of("managed-by", "klm", "zcred", "c" + i)));
        }
        for (int i = 0; i < MANY; i++) {
            index.putObject("secret" + i, Map.of("managed-by", "klm", "zcred", "c" + i));
        }
        long before = index.looks();

        for (int i = 0; i < MANY; i++) {
            assertThat(index.putObject("secret" + i, Map.of("managed-by", "klm", "zcred", "c" + i)))
                    .hasSize(1);
            assertThat(index.objectsMatching("selector" + i)).hasSize(1);
        }

        // Building it took a handful of looks per selector and object, and an event in it takes one or two.
        assertThat(before).isLessThan(10L * MANY);
        assertThat(index.looks() - before).isLessThan(4L * MANY);
    }

    @Test
    void aSelectorMovesWhenTheRareLabelBecomesTheCommonOne() {
        for (int i = 0; i < MANY; i++) {
            index.putObject("old" + i, Map.of("a", "old"));
        }
        for (int i = 0; i < MANY; i++) {
            index.putSelector("selector" + i, LabelSelector.of(Map.of("a", "old", "b", "new")));
        }
        for (int i = 0; i < MANY; i++) {
            index.removeObject("old" + i);
        }
        index.putObject("both", Map.of("a", "old", "b", "new"));
        long before = index.looks();

        for (int i = 0; i < MANY; i++) {
            assertThat(index.putObject("new" + i, Map.of("b", "new"))).isEmpty();
        }

        // Looking at all selectors for each object would take 25 million looks.
        assertThat(index.looks() - before).isLessThan(20L * MANY);
    }

    private List<String> matching(Operator operator, String... values) {
        index.putSelector("selector", expression(operator, values));
        return index.objectsMatching("selector");
    }

    private static LabelSelector expression(Operator operator, String... values) {
        return new LabelSelector(Map.of(), List.of(new Requirement("cred", operator, List.of(values))));
    }
}
