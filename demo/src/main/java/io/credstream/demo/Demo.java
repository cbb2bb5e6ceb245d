package io.credstream.demo;

import io.credstream.demo.Recorder.Change;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The guided scenario: a broker, a fleet and the three services in this process, and a handful of things that happen to a fleet.
 */
public final class Demo {

    static final TopicSetup TOPICS = new TopicSetup(4, 1, TopicSetup.DEFAULTS.historyWindow());

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Narrator narrator;
    private final List<Long> latencies = new ArrayList<>();

    private Demo(Narrator narrator) {
        this.narrator = narrator;
    }

    /**
     * Plays it.
     *
     * @param colours whether {@code out} is a terminal that shows them
     * @param stay whether to keep everything up afterwards, until the thread is interrupted
     * @return whether every step came out as it should
     */
    public static boolean run(PrintWriter out, boolean colours, boolean stay) throws IOException, InterruptedException {
        Demo demo = new Demo(new Narrator(out, colours));
        demo.narrator.say("Starting a Kafka broker, three API servers, and Credstream's services in this process…");
        try (DemoStage stage = DemoStage.build(TOPICS)) {
            boolean passed = demo.play(stage);
            if (stay) {
                demo.narrator.say("");
                stage.addresses().forEach(demo.narrator::say);
                demo.narrator.say("Everything stays up until you press Ctrl-C.");
                Thread.sleep(Long.MAX_VALUE);
            }
            return passed;
        }
    }

    /**
     * Plays all steps on a stage that somebody else has built.
     *
     * @return whether every step came out as it should
     */
    public static boolean play(PrintWriter out, DemoStage stage) throws InterruptedException {
        return new Demo(new Narrator(out, false)).play(stage);
    }

    private boolean play(DemoStage stage) throws InterruptedException {
        Scenario scenario = new Scenario(stage.fleet(), stage::awaitUnreachable);
        scenario.setUp();
        stage.awaitWatched();
        narrator.say("Rehearsing with a module of no importance, since a JVM that has just started is slow…");
        scenario.rehearse();
        List<Scene> scenes = scenario.scenes();
        int passed = 0;
        for (int i = 0; i < scenes.size(); i++) {
            narrator.begin(i + 1, scenes.size(), scenes.get(i));
            passed += play(stage.fleet(), scenes.get(i)) ? 1 : 0;
        }
        stage.failure().ifPresent(failure -> narrator.say("A service failed: " + failure));
        narrator.summary(passed, scenes.size(), latencies);
        return passed == scenes.size();
    }

    private boolean play(DemoFleet fleet, Scene scene) throws InterruptedException {
        try (Recorder recorder = new Recorder(fleet)) {
            scene.action().run();
            long since = fleet.lastChange();
            boolean reached = recorder.await(scene.done(), PATIENCE);
            narrator.show(recorder.changes(), since);
            narrator.passed(reached);
            recorder.changes().stream()
                    .filter(change -> isWrittenByUs(change) && change.at() > since)
                    .forEach(change -> latencies.add(change.at() - since));
            return reached;
        }
    }

    /** Each write of ours names its cause; a hand that edits does not. */
    private static boolean isWrittenByUs(Change change) {
        return !Objects.equals(change.before().cause(), change.after().cause());
    }
}
