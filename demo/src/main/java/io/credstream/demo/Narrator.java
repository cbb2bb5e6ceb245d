package io.credstream.demo;

import io.credstream.demo.DemoFleet.ManifestView;
import io.credstream.observe.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells the demo's story in plain text, with colours where somebody can see them. */
final class Narrator {

    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colours;

    Narrator(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void say(String text) {
        out.print(text + System.lineSeparator());
        out.flush();
    }

    void begin(int number, int count, Scene scene) {
        say("");
        say(style(BOLD, "%d/%d  %s".formatted(number, count, scene.title())));
        say(style(DIM, "     " + scene.story()));
    }

    /** What changed in a scene, one line for each Manifest and change, with the time since the fleet was last changed. */
    void show(List<Recorder.Change> changes, long since) {
        int width = changes.stream().mapToInt(c -> c.manifest().length()).max().orElse(0);
        for (Recorder.Change change : changes) {
            differences(change.before(), change.after())
                    .forEach((what, difference) -> say("     %s  %s  %s  %s"
                            .formatted(
                                    pad(Printable.line(change.manifest()), width),
                                    time(change.at() - since),
                                    pad(what, 8),
                                    difference)));
        }
    }

    void passed(boolean reached) {
        say(
                reached
                        ? style(GREEN, "     as it should be")
                        : style(RED, "     not as it should be, within the time given"));
    }

    void summary(int passed, int count, List<Long> latencies) {
        List<Long> sorted = latencies.stream().sorted().toList();
        String median = sorted.isEmpty()
                ? "unknown"
                : time(sorted.get(sorted.size() / 2)).strip();
        String slowest = sorted.isEmpty() ? "unknown" : time(sorted.getLast()).strip();
        say("");
        say(style(BOLD, "%d of %d as they should be.".formatted(passed, count))
                + " From a change on a cluster to the patched Manifest: median " + median + ", slowest " + slowest
                + ".");
    }

    private Map<String, String> differences(ManifestView before, ManifestView after) {
        Map<String, String> differences = new TreeMap<>();
        differ(differences, "install", before.install(), after.install());
        differ(differences, "config", before.config(), after.config());
        differ(differences, "state", before.state(), after.state());
        differ(differences, "revision", before.revision(), after.revision());
        return differences;
    }

    private void differ(Map<String, String> into, String what, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            into.put(what, orNone(before) + " → " + style(BOLD, orNone(after)));
        }
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "none" : Printable.line(value);
    }

    private static String time(long nanos) {
        return nanos < 0 ? "        " : "%5.0f ms".formatted(nanos / 1e6);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private String style(String code, String text) {
        return colours ? code + text + RESET : text;
    }
}
