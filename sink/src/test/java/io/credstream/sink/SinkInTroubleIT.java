package io.credstream.sink;

import static io.credstream.sink.patch.Updates.DESIRED;
import static io.credstream.sink.patch.Updates.SELECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Health;
import io.credstream.observe.Loop;
import io.credstream.observe.Meters;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.cluster.ControlPlane;
import io.credstream.sink.cluster.FaultyAccess;
import io.credstream.testkit.model.ClusterBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Control planes, and the way to them, that do not work: nobody else is delayed, and what waits is carried out later or is moot. */
class SinkInTroubleIT extends WithSinks {

    @Test
    void aDeadClusterDelaysNobodyAndGetsItsUpdatesWhenItIsBack() throws Exception {
        ControlPlane other = member("other");
        other.create("m");
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        startSink();
        send(update);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));

        send(other.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("other")).containsExactly(Result.APPLIED));

        kcp.api().bringUp();
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
    }

    @Test
    void aControlPlaneWhoseWayFaultsDelaysNobodyElse() throws Exception {
        ControlPlane other = member("other");
        other.create("m");
        kcp.create("n");
        AtomicBoolean broken = new AtomicBoolean(true);
        Sink sink = Sink.start(
                config,
                Meters.unseen(),
                Clock.systemUTC(),
                new Random(1),
                access -> new FaultyAccess(
                        access, decision -> broken.get() && decision.cluster().equals("kcp")),
                System::nanoTime);
        sinks.add(sink);
        send(kcp.decide("m", SELECTOR, DESIRED));
        send(kcp.decide("n", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE, Result.UNAVAILABLE));
        assertThat(reports().getFirst().reason()).isEqualTo("FAULTED IllegalStateException at FaultyAccess.write");

        send(other.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("other")).containsExactly(Result.APPLIED));
        assertThat(sink.check().ready()).isTrue();

        broken.set(false);
        await().untilAsserted(() -> assertThat(results("kcp"))
                .containsExactlyInAnyOrder(Result.UNAVAILABLE, Result.UNAVAILABLE, Result.APPLIED, Result.APPLIED));
        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(2);
        awaitCommitted("kcp", 2);
    }

    @Test
    void aDecisionThatWaitsForADeadClusterAndBecomesMootIsNeverWritten() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        startSink();
        send(update);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));
        withdraw("m");
        awaitCommitted("kcp", 2);

        kcp.api().bringUp();
        kcp.create("later");
        send(kcp.decide("later", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("kcp")).contains(Result.APPLIED));

        assertThat(kcp.selector("m").isMissingNode()).isTrue();
    }

    @Test
    void whatIsNotSettledIsTakenUpByTheNextStart() throws Exception {
        ManifestUpdate waiting = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        Sink first = startSink();
        send(waiting);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));
        long start = System.nanoTime();
        first.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(first.check().live()).isFalse();
        assertThat(first.ended()).isCompleted();
        assertThat(committed("kcp")).isZero();

        kcp.api().bringUp();
        startSink();

        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
        awaitCommitted("kcp", 1);
    }

    @Test
    void aThreadThatIsBlockedMakesItNotReadyAndSaysWhich() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicLong later = new AtomicLong();
        Sink sink = Sink.start(
                config,
                Meters.unseen(),
                Clock.systemUTC(),
                new Random(1),
                access -> new FaultyAccess(access, decision -> {
                    blocked.countDown();
                    awaitUninterruptibly(goesOn);
                    return false;
                }),
                () -> System.nanoTime() + later.get());
        sinks.add(sink);
        send(kcp.decide("m", SELECTOR, DESIRED));
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
        await().until(() -> sink.check().ready());

        later.set(Loop.LONGEST_TURN.plusSeconds(1).toNanos());

        await().untilAsserted(() -> assertThat(sink.check().reasons())
                .singleElement()
                .asString()
                .startsWith("the loop that hands decisions to control planes has not turned for"));
        assertThat(sink.check().live()).isTrue();
        goesOn.countDown();
        await().until(() -> sink.check().ready());
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.APPLIED));
    }

    @Test
    void aControlPlaneThatTakesConnectionsAndNeverAnswersIsNoTroubleOfTheSink() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path kubeconfig = Files.writeString(folder.resolve("mute"), """
                    apiVersion: v1
                    kind: Config
                    current-context: c
                    contexts: [{name: c, context: {cluster: c, user: u}}]
                    clusters: [{name: c, cluster: {server: "http://127.0.0.1:%s"}}]
                    users: [{name: u, user: {token: fake-canary}}]
                    """.formatted(mute.getLocalPort()));
            Sink sink = startSink();
            send(
                    topics.clusters(),
                    "kcp",
                    ClusterBuilder.controlPlane("kcp")
                            .kubeconfig(kubeconfig.toString())
                            .namespaces(List.of(ControlPlane.NAMESPACE))
                            .lifecycleManager(null)
                            .cause(new Cause.Request("test", "mute"))
                            .build());
            await().until(() -> sink.check().ready());
            send(kcp.decide("m", SELECTOR, DESIRED));

            await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));

            assertThat(sink.check()).isEqualTo(Health.FINE);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
