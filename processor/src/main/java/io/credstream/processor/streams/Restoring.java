package io.credstream.processor.streams;

import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** The restoration of state, as a loop: a changelog that cannot be read, or a thread that is gone, makes no progress. Thread-safe. */
public final class Restoring implements StateRestoreListener {

    private final Loops loops;
    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();
    private final Loop loop;

    public Restoring(Loops loops) {
        this.loops = loops;
        this.loop = loops.open(Loop.Kind.RESTORE, "", this::oldest);
    }

    private OptionalLong oldest() {
        return begun.values().stream().mapToLong(Long::longValue).min();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        begun.put(partition, loops.now());
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long restored) {
        loop.progressed();
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long restored) {
        begun.remove(partition);
        loop.progressed();
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long restored) {
        begun.remove(partition);
    }
}
