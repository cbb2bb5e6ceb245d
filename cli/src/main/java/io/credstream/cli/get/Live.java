package io.credstream.cli.get;

import io.credstream.read.TopicReader.LogSink;
import io.credstream.topics.Topic;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An answer that can be taken further.
 *
 * @param topics what it follows from
 * @param sink takes what is appended to them, in the order of time
 * @param rows what it is now
 * @param outgrown whether it follows from more than these topics by now, so that the question has to be put once more
 */
record Live<R extends Record>(
        List<? extends Topic<?>> topics, LogSink sink, Supplier<List<R>> rows, BooleanSupplier outgrown) {
    Live {
        topics = List.copyOf(topics);
        Objects.requireNonNull(sink);
        Objects.requireNonNull(rows);
        Objects.requireNonNull(outgrown);
    }

    /** One that follows from the same topics for ever. */
    Live(List<? extends Topic<?>> topics, LogSink sink, Supplier<List<R>> rows) {
        this(topics, sink, rows, () -> false);
    }
}
