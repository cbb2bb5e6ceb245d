package io.credstream.cli.text;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds out whom somebody means who writes the end of a key. */
public final class Names {

    private static final int SHOWN = 10;

    private Names() {}

    /**
     * The one key that is the name, or ends with it after a slash.
     *
     * @param what the kind of thing, in the singular
     * @throws Failure if there is none, naming the nearest, or several, naming them
     */
    public static String resolve(String name, Collection<String> keys, String what) {
        if (keys.contains(name)) {
            return name;
        }
        List<String> ending =
                keys.stream().filter(key -> key.endsWith("/" + name)).sorted().toList();
        if (ending.size() == 1) {
            return ending.getFirst();
        }
        List<String> lines = new ArrayList<>();
        if (ending.isEmpty()) {
            String hint = Nearest.hint(name, ends(keys, name.split("/", -1).length));
            lines.add("There is no " + what + " '" + name + "'" + hint + ".");
        } else {
            lines.add("'" + name + "' is the end of " + ending.size() + " names; write more of the one that is meant:");
            ending.stream().limit(SHOWN).forEach(key -> lines.add("  " + key));
        }
        throw new Failure(ExitCode.USAGE, lines);
    }

    /** The keys, and their ends with as many segments as somebody wrote. */
    private static Collection<String> ends(Collection<String> keys, int segments) {
        List<String> ends = new ArrayList<>();
        for (String key : keys) {
            String[] parts = key.split("/", -1);
            int from = Math.max(0, parts.length - segments);
            ends.add(String.join("/", List.of(parts).subList(from, parts.length)));
        }
        return ends;
    }
}
