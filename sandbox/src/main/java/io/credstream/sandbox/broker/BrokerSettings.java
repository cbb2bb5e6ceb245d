package io.credstream.sandbox.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of the embedded broker: one node, small internal topics, nothing that waits for others. */
final class BrokerSettings {

    static final int NODE_ID = 1;

    private BrokerSettings() {}

    static Map<String, String> of(Path data, BoundSockets sockets, Optional<? extends BrokerGuard> guard) {
        var brokerListener = BoundSockets.BROKER_LISTENER + "://127.0.0.1:" + sockets.brokerPort();
        var controllerListener = BoundSockets.CONTROLLER_LISTENER + "://127.0.0.1:" + sockets.controllerPort();
        var settings = new TreeMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + sockets.controllerPort());
        settings.put("controller.listener.names", BoundSockets.CONTROLLER_LISTENER);
        settings.put("listeners", brokerListener + "," + controllerListener);
        settings.put("advertised.listeners", brokerListener);
        settings.put("inter.broker.listener.name", BoundSockets.BROKER_LISTENER);
        settings.put(
                "listener.security.protocol.map",
                BoundSockets.BROKER_LISTENER + ":PLAINTEXT," + BoundSockets.CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.putAll(SINGLE_NODE);
        settings.putAll(SMALL);
        guard.ifPresent(asks -> settings.putAll(asks.brokerSettings()));
        return settings;
    }

    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // Nobody else can be elected, so nothing is gained by waiting before the first election.
            Map.entry("controller.quorum.election.timeout.ms", "50"),
            Map.entry("controller.quorum.election.backoff.max.ms", "50"),
            // Groups of a laptop have all their members at once.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A stop waits for the answer to a heartbeat, and a start after a crash for the end of the old session.
            Map.entry("broker.heartbeat.interval.ms", "200"),
            Map.entry("broker.session.timeout.ms", "6000"));

    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("background.threads", "2"),
            // One cleaner with buffers of a few MiB in place of 128 MiB.
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            Map.entry("log.cleaner.io.buffer.size", "131072"),
            Map.entry("log.retention.check.interval.ms", "60000"),
            // An index file is allocated at this size for each segment of each partition.
            Map.entry("log.index.size.max.bytes", "1048576"));
}
