package io.credstream.audit.answer;

import io.credstream.audit.history.Entry;
import io.credstream.audit.history.ObjectHistory;
import io.credstream.audit.history.Reach;
import java.util.List;

/** What happened to a credential, a template or a cluster, oldest first. */
public record ObjectHistoryAnswer(String name, List<Recorded> records) {

    public ObjectHistoryAnswer {
        records = List.copyOf(records);
    }

    /** A record, and what it came to on Manifests. */
    public record Recorded(Entry entry, Reach reached) {}

    public static ObjectHistoryAnswer of(String name, ObjectHistory history) {
        return new ObjectHistoryAnswer(
                name,
                history.entries().stream()
                        .map(entry -> new Recorded(entry, history.reach(entry)))
                        .toList());
    }
}
