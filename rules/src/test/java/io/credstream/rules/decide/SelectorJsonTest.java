package io.credstream.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorJsonTest {

    @Test
    void labelsAloneAreAPlainMapInOrder() {
        assertThat(SelectorJson.of(LabelSelector.of(Map.of("example.com/b", "2", "a", ""))))
                .isEqualTo("{\"matchLabels\":{\"a\":\"\",\"example.com/b\":\"2\"}}");
    }

    @Test
    void expressionsStandBeforeLabelsAsTheirNamesDo() {
        LabelSelector selector = new LabelSelector(
                Map.of("a", "1"),
                List.of(
                        new Requirement("k", Operator.NOT_IN, List.of("y", "x")),
                        new Requirement("k", Operator.EXISTS, List.of())));

        assertThat(SelectorJson.of(selector))
                .isEqualTo("{\"matchExpressions\":[{\"key\":\"k\",\"operator\":\"NotIn\",\"values\":[\"x\",\"y\"]},"
                        + "{\"key\":\"k\",\"operator\":\"Exists\"}],\"matchLabels\":{\"a\":\"1\"}}");
    }

    @Test
    void whatNoLabelContainsIsStillJson() {
        assertThat(SelectorJson.of(LabelSelector.of(Map.of("a\"b", "c\\\n"))))
                .isEqualTo("{\"matchLabels\":{\"a\\\"b\":\"c\\\\\\u000A\"}}");
    }
}
