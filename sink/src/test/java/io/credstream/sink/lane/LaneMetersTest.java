package io.credstream.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.sink.lane.LaneMeters.Way;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LaneMeters lanes = new LaneMeters(Meters.in(registry));
    private Way state = Way.OPEN;

    @Test
    void howItStandsWithTheWayToAClusterShowsAsItIsNow() {
        lanes.member("kcp", true);
        lanes.opened("kcp", shown(() -> state, 0));

        assertThat(value()).isZero();
        state = Way.ON_TRIAL;
        assertThat(value()).isEqualTo(1);
        state = Way.SHUT;
        assertThat(value()).isEqualTo(2);
        state = Way.FAULTED;
        assertThat(value()).isEqualTo(3);
    }

    @Test
    void onlyClustersOfTheFleetThatHaveALaneAreShown() {
        lanes.opened("kcp", shown(() -> state, 0));
        assertThat(gauge()).isNull();

        lanes.member("kcp", true);
        assertThat(gauge()).isNotNull();

        lanes.member("kcp", false);
        assertThat(gauge()).isNull();

        lanes.member("kcp", true);
        lanes.closed("kcp");
        assertThat(gauge()).isNull();
    }

    @Test
    void aLaneThatTakesThePlaceOfAnotherIsTheOneThatIsShown() {
        lanes.member("kcp", true);
        lanes.opened("kcp", shown(() -> Way.SHUT, 0));
        lanes.closed("kcp");
        lanes.opened("kcp", shown(() -> state, 0));

        assertThat(value()).isZero();
    }

    @Test
    void whatFusesHoldIsShownOfAllLanesTogether() {
        lanes.opened("kcp-eu", shown(() -> state, 3));
        lanes.opened("kcp-us", shown(() -> state, 4));
        assertThat(held()).isEqualTo(7);

        lanes.closed("kcp-eu");
        assertThat(held()).isEqualTo(4);
    }

    private static LaneMeters.Shown shown(Supplier<Way> state, int held) {
        return new LaneMeters.Shown() {
            @Override
            public Way way() {
                return state.get();
            }

            @Override
            public int held() {
                return held;
            }
        };
    }

    private double held() {
        return registry.get(Metric.HELD_BY_FUSE.text()).gauge().value();
    }

    private double value() {
        Gauge gauge = gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private @Nullable Gauge gauge() {
        return registry.find(Metric.BREAKER.text()).tag("cluster", "kcp").gauge();
    }
}
