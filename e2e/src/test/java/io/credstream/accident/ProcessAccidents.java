package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.accident.Accident.Where;
import io.credstream.guarantee.NextBuild;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.sink.lane.LaneSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Services that die, hang, have too little memory, or are replaced by the next release. */
final class ProcessAccidents {

    private static final Duration HUNG = Duration.ofSeconds(20);
    private static final Duration TOO_SMALL_FOR = Duration.ofSeconds(20);

    /** Too little for what a processor has in memory, whatever there is to do. */
    private static final String SMALL = "-Xmx12m";

    private static final String ENDS = "-XX:+ExitOnOutOfMemoryError";

    /**
     * Who wakes up does not know that it slept: what each of two sinks had under way to each of two control planes may come a second
     * time, and is refused there.
     */
    private static final int UNDER_WAY = 2 * 2 * LaneSettings.DEFAULTS.maxInFlight();

    /** A task that moves says again what nobody has reported on yet. What is written already is refused by its guard. */
    private static final int DECIDED = AccidentFleet.concerned();

    private ProcessAccidents() {}

    static List<Accident> all() {
        List<Accident> all = new ArrayList<>();
        for (Service service : Service.values()) {
            String name = service.name().toLowerCase(Locale.ROOT);
            all.add(takenOver(Accident.of(name + "-killed", scene -> killed(scene, List.of(service))), service)
                    .repeating(service == Service.PROCESSOR ? DECIDED : 0));
            all.add(waited(Accident.of(name + "-hung", scene -> hung(scene, service)), service)
                    .repeating(service == Service.SINK ? UNDER_WAY : 0));
        }
        all.add(takenOver(
                        Accident.of("one-of-each-killed", scene -> killed(scene, List.of(Service.values()))),
                        Service.values())
                .repeating(DECIDED)
                .inShort());
        all.add(waited(Accident.of("processor-too-small", ProcessAccidents::tooSmall), Service.PROCESSOR)
                .withRestart());
        all.add(Accident.of("upgrade-under-load", ProcessAccidents::upgrade));
        return all;
    }

    /** What one had that died is taken over. */
    private static Accident takenOver(Accident accident, Service... services) {
        Accident said = accident;
        for (Service service : services) {
            said = switch (service) {
                case INGEST -> said.saying(Where.LOG, "A partition of the fleet was taken over", service);
                case PROCESSOR -> said;
                case SINK -> said.saying(Where.LOG, "Taking over a partition", service);
            };
        }
        return said;
    }

    /** What waits for those that do not get on shows where it waits; what waits for ingest is nowhere but on the clusters. */
    private static Accident waited(Accident accident, Service service) {
        String group = "^FIX +Consumer group \\S+" + service.name().toLowerCase(Locale.ROOT) + ": ";
        return switch (service) {
            case INGEST -> accident.saying(Where.LOG, "Partitions of the fleet were lost", service);
            case PROCESSOR -> accident.lasting(Where.DOCTOR, group + "(has no member|is behind, and has not moved)");
            case SINK -> accident.lasting(Where.DOCTOR, group + "has no member, and there are records to read");
        };
    }

    private static void killed(Scene scene, List<Service> services) {
        for (Service service : services) {
            scene.kill(scene.processes(service).getFirst());
        }
        scene.change();
        scene.start(services.toArray(Service[]::new));
    }

    /** All of a service, with a change that waits. */
    private static void hung(Scene scene, Service service) {
        List<OtherProcess> hung = scene.processes(service);
        hung.forEach(OtherProcess::pause);
        scene.change();
        Scene.pass(HUNG);
        assertThat(hung).noneMatch(OtherProcess::isReady);
        scene.untilSaid();
        hung.forEach(OtherProcess::resume);
        scene.nothingIsInTheWay();
    }

    /**
     * None of them may call itself ready. Whether a JVM ends for want of memory, or goes on looking for some, is not ours to say; who
     * watches readiness sees it either way.
     */
    private static void tooSmall(Scene scene) {
        scene.stop(Service.PROCESSOR);
        scene.change();
        for (int i = 0; i < 2; i++) {
            scene.add(scene.world().services().spawn(Service.PROCESSOR, List.of(SMALL, ENDS)));
        }
        List<OtherProcess> small = scene.processes(Service.PROCESSOR);
        await("nothing of what they are for")
                .during(TOO_SMALL_FOR)
                .atMost(TOO_SMALL_FOR.multipliedBy(2))
                .until(() -> small.stream().noneMatch(OtherProcess::isReady));
        scene.untilSaid();
        small.forEach(scene::kill);
        scene.start(Service.PROCESSOR);
    }

    /**
     * One process after the other, in the documented order, with a change before each. What the next build has anew is what processors
     * tell sinks: what ingest tells, this JVM could not compare with the clusters, for it is of the old build.
     */
    private static void upgrade(Scene scene) {
        scene.isLast();
        NextBuild next = NextBuild.compile(scene.folder().resolve("next"), List.of("ManifestUpdate"));
        for (Service service : List.of(Service.SINK, Service.PROCESSOR, Service.INGEST)) {
            for (OtherProcess old : scene.processes(service)) {
                scene.fleet().change();
                scene.stop(old);
                scene.add(scene.world().services().spawn(service, next));
            }
        }
        scene.converges();
        scene.begin();
        scene.change();
    }
}
