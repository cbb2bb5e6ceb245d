package io.credstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.CircuitBreaker;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Breakers breakers = new Breakers(Meters.in(registry));
    private CircuitBreaker.State state = CircuitBreaker.State.CLOSED;

    @Test
    void theBreakerShowsAsItIsNow() {
        breakers.member("kcp", true);
        breakers.opened("kcp", () -> state);

        assertThat(value()).isZero();
        state = CircuitBreaker.State.HALF_OPEN;
        assertThat(value()).isEqualTo(1);
        state = CircuitBreaker.State.OPEN;
        assertThat(value()).isEqualTo(2);
    }

    @Test
    void onlyClustersOfTheFleetThatHaveALaneAreShown() {
        breakers.opened("kcp", () -> state);
        assertThat(gauge()).isNull();

        breakers.member("kcp", true);
        assertThat(gauge()).isNotNull();

        breakers.member("kcp", false);
        assertThat(gauge()).isNull();

        breakers.member("kcp", true);
        breakers.closed("kcp");
        assertThat(gauge()).isNull();
    }

    @Test
    void aLaneThatTakesThePlaceOfAnotherIsTheOneThatIsShown() {
        breakers.member("kcp", true);
        breakers.opened("kcp", () -> CircuitBreaker.State.OPEN);
        breakers.closed("kcp");
        breakers.opened("kcp", () -> state);

        assertThat(value()).isZero();
    }

    private double value() {
        Gauge gauge = gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private @Nullable Gauge gauge() {
        return registry.find(Metric.BREAKER.text()).tag("cluster", "kcp").gauge();
    }
}
