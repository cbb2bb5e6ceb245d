package io.credstream.benchmarks.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.benchmarks.isolation.IsolationReport.Pair;
import io.credstream.benchmarks.isolation.IsolationReport.Spread;
import io.credstream.benchmarks.isolation.IsolationReport.State;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IsolationReportTest {

    @Test
    void ratiosAreOfPairsWhicheverCameFirst() {
        List<Pair> pairs =
                List.of(Pair.of(State.WITHOUT, 10, 12), Pair.of(State.WITH, 20, 20), Pair.of(State.WITH, 40, 60));
        assertThat(IsolationReport.of(50, 100, pairs).ratio()).isEqualTo(new Spread(1.0, 1.2, 1.5));
    }
}
