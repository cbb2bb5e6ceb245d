package io.credstream.sink.lane;

import io.credstream.sink.patch.Decision;

/** What the log says of a Manifest, and nobody is to carry out any more. */
public sealed interface Recalled {

    /** It was decided. */
    record Decided(Decision decision) implements Recalled {}

    /** Nothing was pending any more. */
    record Gone(int partition, String manifest) implements Recalled {}
}
