package io.credstream.audit.history;

import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;

/** Tells of each decision both that there is one and what it is, as two passes over a log would. */
record ReachingLog(ReachHistory reach) implements LogSink {

    @Override
    @SuppressWarnings("unchecked") // the name of a topic says what it holds
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        if (topic.name().equals(Happenings.TOPICS.manifestUpdates().name())) {
            reach.decided((TopicRecord<ManifestUpdate>) record);
        }
        reach.accept(topic, record);
    }
}
