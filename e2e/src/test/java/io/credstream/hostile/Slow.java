package io.credstream.hostile;

import java.io.IOException;

/** The pace of those who send a byte just before anybody loses patience. */
final class Slow {

    private static final long PAUSE_MILLIS = 200;

    private Slow() {}

    static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
