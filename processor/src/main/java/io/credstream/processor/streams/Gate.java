package io.credstream.processor.streams;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a task silent until it knows as much as there was to know when it began: what it would say before could be built on a
 * past that is long over. Every beginning of a task is a passage of its own.
 */
public interface Gate {

    /** Always open: whoever feeds the task says when it has been told enough. */
    Gate OPEN = inputs -> Passage.OPEN;

    /** A task with these inputs begins, or begins anew. */
    Passage enter(Set<TopicPartition> inputs);

    /** What a task was told lies before these offsets. Open at once where nothing can be behind. */
    default Passage reach(Map<TopicPartition, Long> offsets) {
        return Passage.OPEN;
    }

    /** One task on its way through the gate. */
    interface Passage {

        Passage OPEN = new Passage() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public boolean isUnheard() {
                return false;
            }

            @Override
            public void passed() {}

            @Override
            public void leave() {}
        };

        /** Whether the task has processed each of its inputs up to the end that it had when the task began. Once open, open for good. */
        boolean isOpen();

        /** Whether what the task remembers to have said may be in no topic any more. */
        boolean isUnheard();

        /** The task is through and has said all that it had to say. */
        void passed();

        /** The task ends. */
        void leave();
    }
}
