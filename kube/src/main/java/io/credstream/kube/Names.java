package io.credstream.kube;

import io.credstream.observe.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Names that a kubeconfig gives to its entries, as problems show them: bounded, and with nothing that a terminal would obey. */
final class Names {

    private static final int LONGEST = 100;
    private static final int MOST = 10;

    private Names() {}

    static String shown(String name) {
        return Printable.line(name, LONGEST);
    }

    static String shown(List<String> names) {
        if (names.isEmpty()) {
            return "(there are none)";
        }
        String shown = names.stream().limit(MOST).map(Names::shown).collect(Collectors.joining(", "));
        return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
    }
}
