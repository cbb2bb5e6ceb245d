package io.credstream.cli.log;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.read.TopicReader;
import io.credstream.read.Truncation;
import io.credstream.topics.Retention;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is missing of the log. Only compaction may take from it; topics that others make or change can lose more.
 *
 * @param absent topics that do not exist
 * @param empty whether there is no other
 */
record Gaps(List<String> absent, boolean empty, List<Truncation> truncations) {

    static Gaps of(TopicReader reader, Topics topics) {
        List<Topic<?>> history = topics.all().stream()
                .filter(topic -> topic.retention() == Retention.HISTORY)
                .toList();
        List<Topic<?>> absent = reader.absent(history);
        return new Gaps(
                absent.stream().map(Topic::name).toList(),
                absent.size() == history.size(),
                reader.truncations(history));
    }

    /**
     * Says what is missing from answers about a moment.
     *
     * @throws Failure if nothing can be said about that moment
     */
    void check(Instant moment, PrintWriter err) {
        if (empty) {
            err.println("There is no log: none of its topics exists. Check --topic-prefix; services make them.");
        } else if (!absent.isEmpty()) {
            err.println("There is no topic " + String.join(", ", absent)
                    + "; nothing of what it would hold is in this answer. Services make it when they start.");
        }
        List<Truncation> later = truncations.stream()
                .filter(truncation -> truncation.isAfter(moment))
                .toList();
        if (!later.isEmpty()) {
            throw new Failure(
                    ExitCode.CANNOT_KNOW,
                    List.of("The log has lost its beginning: " + describe(later) + ". Of " + moment
                            + " nothing can be said; ask for a moment after that."));
        }
        if (!truncations.isEmpty()) {
            err.println("The log has lost its beginning: " + describe(truncations)
                    + ". What happened since is all there; what has not changed since is missing.");
        }
    }

    private static String describe(List<Truncation> truncations) {
        return truncations.stream().map(Gaps::describe).collect(Collectors.joining(", "));
    }

    private static String describe(Truncation truncation) {
        Instant since = truncation.since();
        return truncation.first().describe() + (since == null ? " is its end" : " is its first record, of " + since);
    }
}
