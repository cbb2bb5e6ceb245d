package io.credstream.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.credstream.cli.Logs;
import io.credstream.guarantee.NoSecretLeak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One cluster of eight is hostile, in one way after another, while the services run in 512 MiB: the rotation of the others
 * arrives, the process lives and is ready, the hostile one's state says what is wrong, and when it behaves again it is watched
 * again, without anybody's help.
 *
 * <p>{@code -Dcredstream.hostile=all} runs the whole matrix; with the budgets of an installation; any other value those whose
 * name contains it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {

    private static final String WHICH = System.getProperty("credstream.hostile", "");
    private static final boolean WHOLE = WHICH.equals("all");

    /** With the budgets of an installation, what is endless goes on for longer before it is noticed. */
    private static final Duration SOON = Duration.ofSeconds(WHOLE ? 90 : 20);

    /** What moves a terminal's cursor, begins a line, or turns the direction of the text. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

    private HostileFleet fleet;
    private AttackedProcess services;
    private Seen seen;
    private NoSecretLeak noLeak;

    @BeforeAll
    void start(@TempDir Path folder) {
        Logs.QUIET.apply();
        fleet = new HostileFleet(folder);
        noLeak = new NoSecretLeak(Map.of("canary", Canaries.STEM));
        seen = new Seen(fleet.world());
        fleet.admit(HostileFleet.CONTROL_PLANE);
        services = new AttackedProcess(fleet.world(), WHOLE);
        settle(HostileFleet.CONTROL_PLANE);
    }

    /** What can be said only when all is done: nobody was robbed, and nothing is where it does not belong. */
    @AfterAll
    void stop() throws JoranException {
        restoreLogging();
        services.close();
        try {
            assertThat(Thief.visitors()).as("visitors of the thief").isZero();
            assertThat(fleet.server().credentials())
                    .as("whose tokens came to the hostile server")
                    .doesNotContainAnyElementsOf(fleet.neighboursCredentials());
            noLeak.alsoIn("what was written", String.join("\n", fleet.server().written()));
            noLeak.verify(fleet.world());
        } finally {
            seen.close();
            fleet.close();
        }
    }

    private static void restoreLogging() throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @TestFactory
    Stream<DynamicTest> aHostileControlPlaneHarmsItselfOnly() {
        return attacks(HostileFleet.CONTROL_PLANE, Misbehaviours.ofControlPlanes());
    }

    @TestFactory
    Stream<DynamicTest> aHostileRuntimeHarmsItselfOnly() {
        return attacks(HostileFleet.RUNTIME, Misbehaviours.ofRuntimes());
    }

    private Stream<DynamicTest> attacks(String hostile, Stream<Misbehaviour> all) {
        return all.filter(HostileIT::isChosen)
                .map(misbehaviour -> DynamicTest.dynamicTest(misbehaviour.name(), () -> suffer(hostile, misbehaviour)));
    }

    private static boolean isChosen(Misbehaviour misbehaviour) {
        return switch (WHICH) {
            case "" -> misbehaviour.everyBuild();
            case "all" -> true;
            default -> misbehaviour.name().contains(WHICH);
        };
    }

    private void suffer(String hostile, Misbehaviour misbehaviour) {
        if (!fleet.world().members().containsKey(hostile)) {
            fleet.admit(hostile);
            settle(hostile);
        }
        Row row = new Row(hostile, misbehaviour);
        try {
            Map<String, Set<String>> before = seen.now().keysOf(HostileFleet.neighbours());
            attack(hostile, misbehaviour, row);
            assertThat(services.isAlive()).as("the process lives").isTrue();
            assertThat(services.unready()).as("why it is not ready").isEmpty();
            assertThat(seen.now().keysOf(HostileFleet.neighbours()))
                    .as("what is said of the neighbours")
                    .isEqualTo(before);
            fleet.server().behave(Attack.NONE);
            row.healing = awaitHealed(hostile);
            requireClean(services.said());
            row.verdict = "held";
        } catch (AssertionError | RuntimeException fallen) {
            row.verdict = "FELL: " + String.valueOf(fallen.getMessage()).strip().replaceAll("\\s+", " ");
            throw fallen;
        } finally {
            fleet.server().behave(Attack.NONE);
            if (!services.survived()) {
                row.verdict = "ENDED THE PROCESS; " + row.verdict;
            }
            System.out.println(row);
            if (!row.verdict.equals("held")) {
                recover(hostile);
            }
        }
    }

    /** The others change twice: while it begins, and when it has been noticed. */
    private void attack(String hostile, Misbehaviour misbehaviour, Row row) {
        int letters = seen.now().deadLetterCount();
        long begun = System.nanoTime();
        fleet.server().behave(misbehaviour.attack());
        fleet.rotate(hostile);
        await("the attack itself").atMost(SOON).until(() -> fleet.server().strikes() > 0);
        row.rotated(fleet.rotation(HostileFleet.neighbours(), SOON));
        await("that it has lasted long enough")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() - begun >= misbehaviour.lasting().toNanos());
        awaitNamed(hostile, misbehaviour, letters, row);
        row.rotated(fleet.rotation(HostileFleet.neighbours(), SOON));
        if (misbehaviour.heard()) {
            fleet.rotation(Set.of(hostile), SOON);
        }
    }

    private void requireClean(String log) {
        assertThat(noLeak.foundIn(log)).as("secrets in the log").isEmpty();
        assertThat(CONTROL.matcher(log)
                        .results()
                        .map(found -> Integer.toHexString(found.group().charAt(0))))
                .as("control characters in the log")
                .isEmpty();
    }

    /** Its state, and the dead letter if there has to be one. */
    private void awaitNamed(String hostile, Misbehaviour misbehaviour, int letters, Row row) {
        await("a state that names it")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    row.state = seen.now().condition(hostile);
                    row.deadLetters = seen.deadLettersSince(letters);
                    assertThat(misbehaviour.states()).contains(row.state);
                    if (!misbehaviour.deadLetters().isEmpty()) {
                        assertThat(row.deadLetters).containsAnyElementsOf(misbehaviour.deadLetters());
                    }
                });
        seen.status(hostile).ifPresent(status -> row.fix = status.fix() == null ? "" : status.fix());
        if (!row.state.equals("WATCHED")) {
            assertThat(row.fix).as("what an operator can do").isNotEmpty();
        }
    }

    private Duration awaitHealed(String hostile) {
        long begin = System.nanoTime();
        await("to be watched again")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> seen.now().condition(hostile).equals("WATCHED"));
        fleet.rotation(Set.of(hostile), SOON);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** So that the next attack meets a fleet that is well, whatever this one has left. */
    private void recover(String hostile) {
        services.close();
        services.survived();
        settle(hostile);
    }

    private void settle(String hostile) {
        await("everything is ready")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> services.unready().isEmpty()
                        && seen.now().condition(hostile).equals("WATCHED"));
        fleet.rotation(HostileFleet.neighbours(), Duration.ofSeconds(60));
        fleet.rotation(Set.of(hostile), Duration.ofSeconds(60));
    }

    /** A line of the report. */
    private static final class Row {
        private final String hostile;
        private final Misbehaviour misbehaviour;
        private String state = "";
        private String fix = "";
        private Set<String> deadLetters = Set.of();
        private Duration rotation = Duration.ZERO;
        private Duration healing = Duration.ZERO;
        private String verdict = "FELL";

        private Row(String hostile, Misbehaviour misbehaviour) {
            this.hostile = hostile;
            this.misbehaviour = misbehaviour;
        }

        private void rotated(Duration after) {
            rotation = rotation.compareTo(after) > 0 ? rotation : after;
        }

        private static String brief(String text) {
            return text.length() > 160 ? text.substring(0, 160) + "…" : text;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-15s | %-44s | %-12s | %-16s | others %5.2f s | itself %5.2f s | %s | %s",
                    hostile,
                    misbehaviour,
                    state,
                    deadLetters,
                    rotation.toMillis() / 1e3,
                    healing.toMillis() / 1e3,
                    brief(verdict),
                    brief(fix));
        }
    }
}
