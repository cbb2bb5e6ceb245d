package io.credstream.cli.history;

import io.credstream.audit.history.Entry;
import java.util.Optional;

/** What a record changed, after the name of what it is about. */
final class EntryText {
    private EntryText() {}

    static String of(Entry entry) {
        String observed = Optional.ofNullable(entry.cause())
                .map(cause -> " (" + cause.describe() + ")")
                .orElse("");
        return observed
                + switch (entry.what()) {
                    case FIRST -> ": " + ChangeText.ofFirst(entry.changes());
                    case CHANGED -> ": " + ChangeText.of(entry.changes());
                    case DELETED -> " deleted" + reason(entry);
                    case SAME -> ": nothing changed";
                    case OUTDATED -> ": older than what was known, and so ignored";
                    case UNREADABLE -> ": cannot be read";
                };
    }

    /** How a deletion came to be known. */
    static String reason(Entry entry) {
        return entry.deletion() == null
                ? ""
                : switch (entry.deletion().reason()) {
                    case WATCH -> ", as its watch said";
                    case RESYNC -> ", since it was missing from a complete list";
                    case CLUSTER_REMOVED -> ", since its cluster left the fleet";
                };
    }
}
