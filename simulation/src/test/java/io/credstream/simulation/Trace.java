package io.credstream.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Everything that happens, as a hash; and in words where somebody wants to read it. */
final class Trace {

    private static final long PRIME = 0x100000001b3L;

    private final List<String> story = new ArrayList<>();
    private final boolean told;
    private long hash = 0xcbf29ce484222325L; // FNV-1a
    private long events;

    /** @param told whether it is kept in words */
    Trace(boolean told) {
        this.told = told;
    }

    void say(String what) {
        mix(what.getBytes(StandardCharsets.UTF_8));
        events++;
        if (told) {
            story.add(what);
        }
    }

    void mix(byte[] bytes) {
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
    }

    /** Equal for equal worlds, on any JVM. */
    String hash() {
        return "%016x".formatted(hash);
    }

    long events() {
        return events;
    }

    List<String> story() {
        return List.copyOf(story);
    }
}
