package io.credstream.topics;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** What a broker keeps of a topic. */
public enum Retention {
    /**
     * Every event for as long as the window, the latest of every key for ever. Never {@code max.compaction.lag.ms}, and log
     * append time: with the producer's time an old stamp is compacted at once, whatever the lag.
     */
    HISTORY {
        @Override
        public Map<String, String> settings(Duration historyWindow) {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(historyWindow.toMillis()),
                    TopicConfig.DELETE_RETENTION_MS_CONFIG,
                    Long.toString(historyWindow.toMillis()),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    "LogAppendTime");
        }
    },
    /** The latest of every key, compacted soon: bookkeeping that nobody audits. */
    LATEST {
        @Override
        public Map<String, String> settings(Duration historyWindow) {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofMinutes(10)),
                    TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofMinutes(10)),
                    TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
    },
    /** Everything for 30 days. */
    MONTH {
        @Override
        public Map<String, String> settings(Duration historyWindow) {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    millis(Duration.ofDays(30)),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    "LogAppendTime");
        }
    };

    /**
     * The topic's configuration.
     *
     * @param historyWindow how long every event is kept in a {@link #HISTORY} topic
     */
    public abstract Map<String, String> settings(Duration historyWindow);

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
