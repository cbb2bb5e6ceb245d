package io.credstream.observe;

/** The keys of structured log lines: each thing has one name in all services. */
public final class LogKeys {
    public static final String CLUSTER = "cluster";
    public static final String KIND = "kind";
    public static final String OBJECT = "object";
    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    public static final String REASON = "reason";
    public static final String CAUSE = "cause";
    public static final String COUNT = "count";
    public static final String DELAY = "delay";
    public static final String UNTIL = "until";
    public static final String VERSION = "version";
    public static final String CONDITION = "condition";

    /** What an operator runs to end what the line tells. */
    public static final String COMMAND = "command";

    public static final String BOOTSTRAP_SERVERS = "bootstrap_servers";

    private LogKeys() {}
}
