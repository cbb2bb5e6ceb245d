package io.credstream.audit;

import io.credstream.model.Cause.Coordinates;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log up to a moment, for answers that have to read more of it the more they know. */
public interface Log {

    Topics topics();

    /** The last moment that counts. */
    Instant moment();

    /** The line after that moment. */
    Cut cut();

    /** The line before a moment; of what is not kept any more before it nothing is said. */
    Cut before(Instant moment);

    /** What it said at a line, which stands for a moment. */
    Facts facts(Cut to, Instant then);

    /** What lies between two lines, in the order of time. */
    void inOrder(List<? extends Topic<?>> topics, Cut from, Cut to, LogSink sink);

    /** As above, of what is about some keys: only their partitions are read, and only they are decoded. */
    void inOrder(List<? extends Topic<?>> topics, Set<String> keys, Cut from, Cut to, LogSink sink);

    /** A record, unless it has been compacted away. */
    Optional<TopicRecord<?>> record(Coordinates place);
}
