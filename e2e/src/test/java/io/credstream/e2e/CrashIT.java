package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Instance;
import io.credstream.guarantee.NoForeignSelectorTouched;
import io.credstream.guarantee.NoStaleOverwrite;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services in processes of their own, which die without a word, sleep through their session, or are told to stop. */
public class CrashIT {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

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

    @Test
    void servicesThatDieAmidTheirWorkLoseNothing() {
        // Given
        NoForeignSelectorTouched foreign = play.foreignSelectors();
        List<OtherProcess> doomed = new ArrayList<>();
        for (Service service : Service.values()) {
            doomed.add(world.services().spawn(service));
        }
        // When decisions are under way
        await().atMost(Guarantee.SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        !world.contents().log(world.topics().manifestUpdates()).isEmpty());
        play.changeEverything();
        doomed.forEach(OtherProcess::kill);
        world.services().startAll(1);
        // Then
        new Converges().holdsSoon(world);
        Guarantee.always().forEach(guarantee -> guarantee.verify(world));
        foreign.verify(world);
    }

    @Test
    void aZombieIngestIsFenced() {
        // Given an ingest that owns everything, and stops in its tracks
        OtherProcess zombie = world.services().spawn(Service.INGEST);
        world.services().start(Service.PROCESSOR);
        world.services().start(Service.SINK);
        new Converges().holdsSoon(world);
        zombie.pause();
        // When events reach it that another one reports in its place
        for (int i = 0; i < 20; i++) {
            rotateEverywhere("not-a-password-for-the-zombie-" + i);
        }
        play.changeEverything();
        Instance rightful = world.services().start(Service.INGEST);
        new Converges().holdsSoon(world);
        rotateEverywhere("not-a-password-of-late");
        new Converges().holdsSoon(world);
        // And it goes on as if nothing had happened
        zombie.resume();
        await().atMost(Guarantee.SOON)
                .until(() -> zombie.output().contains("Partitions of the fleet were lost")
                        || zombie.output().contains("fenced"));
        rotateEverywhere("not-a-password-of-last");
        // Then
        new Converges().holdsSoon(world);
        new NoStaleOverwrite().verify(world);
        await().atMost(Guarantee.SOON).until(rightful::isReady);
    }

    @Test
    void whoIsToldToStopDoesWithinSeconds() {
        // Given
        List<OtherProcess> processes = new ArrayList<>();
        for (Service service : Service.values()) {
            processes.add(world.services().spawn(service));
        }
        new Converges().holdsSoon(world);
        for (OtherProcess process : processes) {
            // When
            long start = System.nanoTime();
            process.close();
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(process.output())
                    .isLessThan(STOP_WITHIN);
        }
        // And the next start reports what changed meanwhile.
        play.changeEverything();
        world.services().startAll(1);
        new Converges().holdsSoon(world);
        new NoStaleOverwrite().verify(world);
    }

    private void rotateEverywhere(String password) {
        for (String id : Play.CONTROL_PLANES) {
            world.apply(id, Yaml.secret(CONTROL_PLANE_NAMESPACE, "bound", "bound", Yaml.REGISTRY, password));
        }
    }
}
