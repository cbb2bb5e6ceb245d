package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.e2e.Terminal;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One accident on a scene: lets it happen, waits until all is well, and holds what came of it to what had to come of it. */
final class Trial {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Pattern READY = Pattern.compile("^credstream_ready\\S* 1\\.0$", Pattern.MULTILINE);
    private static final Pattern PENDING =
            Pattern.compile("^credstream_pending_manifests\\S* (?!0\\.0$)", Pattern.MULTILINE);

    /** What of Kafka's clients has most to say, and nothing that is news after an accident. */
    private static final List<String> CLIENTS = List.of(
            "OffsetFetcherUtils", "StreamsConfig", "FetchCollector", "ConsumerCoordinator", "NetworkClient", "Sender");

    private final Scene scene;
    private final Accident accident;

    private Trial(Scene scene, Accident accident) {
        this.scene = scene;
        this.accident = accident;
    }

    /**
     * Lets an accident happen.
     *
     * @return how long the change took to arrive, and how many requests there were too many
     */
    static Outcome of(Scene scene, Accident accident) throws InterruptedException {
        return new Trial(scene, accident).run();
    }

    private Outcome run() throws InterruptedException {
        scene.begin(accident);
        accident.deed().happen(scene);
        assertThat(scene.voices().unsaid()).as("what its deed did not wait for").isEmpty();
        scene.converges();
        Duration time = Duration.between(scene.from(), scene.patches().last());
        Thread.sleep(QUIET);
        int repeats = repeats();
        String unready = unready();
        scene.voices().untilRead();
        contented();
        scene.voices().record();
        assertThat(repeats).as("requests too many").isLessThanOrEqualTo(accident.repeats());
        return new Outcome(accident, time.isNegative() ? Duration.ZERO : time, repeats, unready);
    }

    /** Waits until nobody says any more that anything has to be mended. */
    private void contented() {
        await("nothing to mend").atMost(Scene.BOUND).pollInterval(POLL).untilAsserted(() -> {
            Terminal.Said doctor = scene.voices().doctor();
            assertThat(doctor.exitCode()).as(doctor.text()).isZero();
            String clusters = scene.voices().clusters();
            assertThat(clusters.lines().skip(1))
                    .as(clusters)
                    .hasSize(scene.world().members().size())
                    .allMatch(line -> line.contains(" Watched "));
            for (OtherProcess process : scene.processes()) {
                assertThat(process.metrics())
                        .as(process.toString())
                        .containsPattern(READY)
                        .doesNotContainPattern(PENDING);
            }
        });
    }

    /** Holds the requests to patch to one for each Manifest that changed; {@return how many there were beyond} */
    private int repeats() {
        SortedMap<String, String> after = scene.fleet().written();
        Set<String> changed = new TreeSet<>();
        after.forEach((manifest, written) -> {
            if (!written.equals(scene.before().get(manifest))) {
                changed.add(manifest);
            }
        });
        assertThat(changed).as("Manifests that changed").hasSize(AccidentFleet.concerned());
        SortedMap<String, Integer> requests = scene.patches().requests();
        assertThat(requests.keySet()).as("Manifests that were patched").containsAll(changed);
        Map<String, Integer> others = new TreeMap<>(requests);
        others.keySet().removeAll(changed);
        if (accident.repeats() == 0) {
            assertThat(others)
                    .as("patches of Manifests that did not have to change")
                    .isEmpty();
        }
        return scene.patches().total() - changed.size();
    }

    /** By whom it was said that something does not work. */
    private String unready() {
        List<String> services = new ArrayList<>();
        for (Service service : Service.values()) {
            if (scene.readings().unready().stream().anyMatch(reading -> reading.service() == service)) {
                services.add(service.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", services);
    }

    /** What a person needs to find out why it went otherwise: what the processes warned of, and what they said of readiness. */
    static String troubles(Scene scene) {
        StringBuilder text = new StringBuilder();
        for (Service service : Service.values()) {
            scene.readings()
                    .reasons(service)
                    .forEach(said -> text.append("  not ready: " + service + ": " + said + "\n"));
        }
        for (OtherProcess process : scene.processes()) {
            text.append("  " + process + (process.isAlive() ? "" : " has ended") + "\n");
            List<String> lines = process.output().lines().filter(Trial::isNews).toList();
            lines.subList(Math.max(0, lines.size() - 12), lines.size())
                    .forEach(line -> text.append("    " + line + "\n"));
        }
        return text.toString();
    }

    /** Whether a line of a process is a warning of its own, or something worse. */
    static boolean isNews(String line) {
        return (line.contains(" WARN ") || line.contains(" ERROR "))
                && CLIENTS.stream().noneMatch(line::contains);
    }
}
