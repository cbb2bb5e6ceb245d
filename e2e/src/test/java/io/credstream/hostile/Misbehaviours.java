package io.credstream.hostile;

import java.util.Set;
import java.util.stream.Stream;

/** All that there are. To add one, add it to the list of its sort. */
final class Misbehaviours {

    /** What is tried on a runtime in every build; the rest differs from a control plane in nothing that matters. */
    private static final Set<String> ON_RUNTIMES =
            Set.of("a redirect to a thief", "an object without end in a list", "a line without end in a watch");

    private Misbehaviours() {}

    static Stream<Misbehaviour> ofControlPlanes() {
        return Stream.of(reading(), WrongRuntimes.all(), WrongWrites.all()).flatMap(sort -> sort);
    }

    static Stream<Misbehaviour> ofRuntimes() {
        return reading()
                .filter(misbehaviour -> !misbehaviour.name().contains("Manifest"))
                .map(misbehaviour -> misbehaviour.inEveryBuild(ON_RUNTIMES.contains(misbehaviour.name())));
    }

    private static Stream<Misbehaviour> reading() {
        return Stream.of(TooMuch.all(), WrongAnswers.all(), WrongVersions.all(), WrongEvents.all(), WrongObjects.all())
                .flatMap(sort -> sort);
    }
}
