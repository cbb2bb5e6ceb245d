package io.credstream.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** What a broker keeps of a topic. */
public enum Retention {
    /**
     * Every event for as long as the window, the latest of every key for ever. Never {@code max.compaction.lag.ms}, and log
     * append time: with the producer's time an old stamp is compacted at once, whatever the lag.
     */
    HISTORY,
    /** The latest of every key, compacted soon: bookkeeping that nobody audits. */
    LATEST,
    /** Everything for 30 days. */
    MONTH;

    /**
     * The topic's configuration.
     *
     * @param historyWindow how long every event is kept in a {@link #HISTORY} topic
     */
    public Map<String, String> settings(Duration historyWindow) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                this == MONTH ? TopicConfig.CLEANUP_POLICY_DELETE : TopicConfig.CLEANUP_POLICY_COMPACT);
        switch (this) {
            case HISTORY -> {
                settings.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis(historyWindow));
                settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(historyWindow));
            }
            case LATEST -> {
                settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofMinutes(10)));
                settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofMinutes(10)));
                settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024));
            }
            case MONTH -> settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(30)));
        }
        return settings;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
