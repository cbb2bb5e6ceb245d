package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import java.util.Objects;

/**
 * A Manifest that somebody pinned to what it was before the last change.
 *
 * @param written what it carried then
 */
record Pinned(String written) {

    private static final String NAME = "k07-beta";
    private static final String KEY = AccidentFleet.FIRST + "/" + NAME;
    private static final String FULL_NAME = AccidentFleet.FIRST + "/" + TestFleet.CONTROL_PLANE_NAMESPACE + "/" + NAME;

    /** Pins it, and waits until it carries what it is pinned to. */
    static Pinned on(Scene scene) {
        scene.change();
        scene.converges();
        pin(scene, scene.fleet().lastChange().toString());
        await("the pin").atMost(Guarantee.SOON).until(() -> now(scene).contains("Pinned"));
        return new Pinned(now(scene));
    }

    /** Holds it to what it carried when it was pinned. */
    void verify(Scene scene) {
        assertThat(now(scene)).as(KEY + " is pinned").isEqualTo(written);
    }

    /** Takes the pin back, of which the topic knows no more, but its Manifest does. */
    static void releaseLost(Scene scene) {
        scene.mustRun("pin", "release", FULL_NAME, "--reason", "it is over");
    }

    private static void pin(Scene scene, String at) {
        scene.mustRun("replay", FULL_NAME, "--at", at, "--reason", "an accident is to come", "--execute");
    }

    private static String now(Scene scene) {
        return Objects.requireNonNull(scene.fleet().written().get(KEY));
    }
}
