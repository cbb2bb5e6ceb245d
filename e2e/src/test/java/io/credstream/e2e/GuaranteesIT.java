package io.credstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.DeletesPropagate;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Instance;
import io.credstream.guarantee.NoForeignSelectorTouched;
import io.credstream.guarantee.NoStaleOverwrite;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guarantees, while a fleet changes and everything around it is disturbed. */
public class GuaranteesIT {

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;

    @BeforeEach
    void setTheScene() {
        world = new TestFleet(folder, brokers());
        play = Play.on(world);
    }

    /** What the world stands on. */
    protected Brokers brokers() {
        return TestFleet.embeddedBroker(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A way to disturb; it makes the play's changes at its worst moment. */
    record Disturbance(String name, Consumer<GuaranteesIT> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Disturbance> disturbances() {
        return Stream.of(
                new Disturbance("ingest is away", test -> test.away(Service.INGEST)),
                new Disturbance("processor is away", test -> test.away(Service.PROCESSOR)),
                new Disturbance("sink is away", test -> test.away(Service.SINK)),
                new Disturbance("everything is away", GuaranteesIT::allAway),
                new Disturbance("a cluster is dead, and comes back", GuaranteesIT::deadCluster),
                new Disturbance("one of two instances is away", GuaranteesIT::oneOfTwoAway),
                new Disturbance("rolling restart", GuaranteesIT::rollingRestart));
    }

    @ParameterizedTest
    @MethodSource("disturbances")
    void holdWhile(Disturbance disturbance) {
        // Given
        NoForeignSelectorTouched foreign = play.foreignSelectors();
        world.services().startAll(1);
        new Converges().holdsSoon(world);
        // When
        disturbance.action().accept(this);
        // Then
        new Converges().holdsSoon(world);
        Guarantee.always().forEach(guarantee -> guarantee.verify(world));
        foreign.verify(world);
    }

    @Test
    void holdWhateverIsDeliveredTwice() {
        // Given
        NoForeignSelectorTouched foreign = play.foreignSelectors();
        world.services().startAll(2);
        new Converges().holdsSoon(world);
        play.changeEverything();
        new Converges().holdsSoon(world);
        new NoStaleOverwrite().verify(world);
        // When the past is told once more, and ends as it did
        Topics topics = world.topics();
        List.of(
                        topics.credentials(),
                        topics.templates(),
                        topics.manifests(),
                        topics.bindings(),
                        topics.applyReports(),
                        topics.manifestUpdates())
                .forEach(world::repeat);
        play.rotate("kcp-ap", "not-a-password-9");
        // Then
        new Converges().holdsSoon(world);
        new DeletesPropagate().verify(world);
        foreign.verify(world);
    }

    private void away(Service service) {
        world.services().running(service).forEach(Instance::close);
        play.changeEverything();
        world.services().start(service);
    }

    private void allAway() {
        world.services().stopAll();
        play.changeEverything();
        world.services().startAll(1);
    }

    private void deadCluster() {
        world.cluster("kcp-eu").takeDown();
        play.changeEverything();
        new OthersConverge().holdsSoon(world);
        world.cluster("kcp-eu").bringUp();
    }

    private void oneOfTwoAway() {
        world.services().startAll(1);
        for (Service service : Service.values()) {
            world.services().running(service).getFirst().close();
        }
        play.changeEverything();
    }

    private void rollingRestart() {
        play.changeEverything();
        for (Instance old : world.services().running()) {
            world.services().start(old.service());
            old.close();
            play.rotate("kcp-ap", "not-a-password-of-" + old.service());
        }
    }

    /** A dead cluster delays nobody else. */
    private static final class OthersConverge implements Guarantee {
        @Override
        public void verify(TestFleet world) {
            List<String> complaints = Converges.complaintsAbout(world, "kcp-ap");
            assertThat(complaints).isEmpty();
        }
    }
}
