package io.credstream.accident;

import io.credstream.guarantee.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long a change takes to arrive when nothing happens.
 *
 * @param running while all services run
 * @param starting while all services start, from their start
 */
record Baseline(Duration running, Duration starting) {

    private static final int CHANGES = 3;

    /** Measures it, once the first changes have warmed the services up. */
    static Baseline of(Scene scene) throws InterruptedException {
        Accident nothing = Accident.of("nothing", Scene::change);
        Trial.of(scene, nothing);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            times.add(Trial.of(scene, nothing).time());
        }
        Collections.sort(times);
        Accident restart = Accident.of("restart", changing -> {
            changing.stop(Service.values());
            changing.change();
            changing.start(Service.values());
        });
        return new Baseline(times.get(CHANGES / 2), Trial.of(scene, restart).time());
    }

    /** What an accident is compared with. */
    Duration of(Accident accident) {
        return accident.restarts() ? starting : running;
    }

    String describe() {
        return "Without an accident the change arrives within " + Report.describe(running) + ", and within "
                + Report.describe(starting) + " of a start of all services.";
    }
}
