package io.credstream.sandbox.broker;

import io.credstream.observe.LogKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node (KRaft, broker and controller) inside this JVM, reachable on the loopback interface.
 *
 * <p>A broker that was started on a folder leaves its data there and finds them again at the next start, on whatever
 * port. Topics are never created by using them, and every internal topic has one replica. A fault that would make a
 * stand-alone broker end its process is logged here and shown by {@link #firstFault()}: the JVM is not the broker's.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final BrokerFolder folder;
    private final BoundSockets sockets;
    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final AtomicReference<@Nullable Throwable> fault;
    private boolean closed;

    private EmbeddedBroker(
            BrokerFolder folder,
            BoundSockets sockets,
            Metrics metrics,
            ControllerServer controller,
            BrokerServer broker,
            AtomicReference<@Nullable Throwable> fault) {
        this.folder = folder;
        this.sockets = sockets;
        this.metrics = metrics;
        this.controller = controller;
        this.broker = broker;
        this.fault = fault;
    }

    /** Starts a broker on a free port whose data are deleted when it is closed. */
    public static EmbeddedBroker startTemporary() {
        return start(BrokerFolder.temporary(), OptionalInt.empty(), Optional.empty());
    }

    /**
     * Starts a broker on a folder, which is created and formatted if need be.
     *
     * @param dataDir where the data stay
     * @param port the port to listen on at 127.0.0.1; a free one if empty
     * @return once the broker takes requests
     * @throws BrokerStartException if the folder is in use or not to be written, or the port is taken
     */
    public static EmbeddedBroker start(Path dataDir, OptionalInt port) {
        return start(BrokerFolder.at(dataDir), port, Optional.empty());
    }

    /** Starts a broker on a free port for its owner alone; its data are deleted when it is closed. */
    public static EmbeddedBroker startTemporary(BrokerOwner owner) {
        return start(BrokerFolder.temporary(), OptionalInt.empty(), Optional.of(owner));
    }

    /** Starts a broker on a folder, as {@link #start(Path, OptionalInt)} does, for its owner alone. */
    public static EmbeddedBroker start(Path dataDir, OptionalInt port, BrokerOwner owner) {
        return start(BrokerFolder.at(dataDir), port, Optional.of(owner));
    }

    /** Starts a broker on a free port of which not everybody may ask everything; its data are deleted when it is closed. */
    public static EmbeddedBroker startGuarded(BrokerAccess access) {
        return start(BrokerFolder.temporary(), OptionalInt.empty(), Optional.of(access));
    }

    private static EmbeddedBroker start(BrokerFolder folder, OptionalInt port, Optional<BrokerGuard> guard) {
        BoundSockets sockets = null;
        try {
            sockets = BoundSockets.open(port.orElse(0));
            var broker = assemble(folder, sockets, guard);
            broker.startServers();
            LOG.atInfo()
                    .addKeyValue(LogKeys.BOOTSTRAP_SERVERS, broker.bootstrapServers())
                    .log("Embedded broker is up");
            return broker;
        } catch (RuntimeException | Error failed) {
            closeQuietly(sockets, folder);
            throw failed;
        }
    }

    private static EmbeddedBroker assemble(BrokerFolder folder, BoundSockets sockets, Optional<BrokerGuard> guard) {
        var config = new KafkaConfig(BrokerSettings.of(folder.data(), sockets, guard), false);
        var format = folder.format(guard);
        var metrics = Server.initializeMetrics(
                config, Time.SYSTEM, format.properties().clusterId().orElseThrow());
        var fault = new AtomicReference<@Nullable Throwable>();
        var shared = new SharedServer(
                config,
                format.properties(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                (name, fatal, action) -> (message, cause) -> {
                    fault.compareAndSet(null, cause == null ? new IllegalStateException(message) : cause);
                    return new LoggingFaultHandler(name, action).handleFault(message, cause);
                },
                sockets);
        var controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), format.bootstrap());
        return new EmbeddedBroker(folder, sockets, metrics, controller, new BrokerServer(shared), fault);
    }

    /** The controller first: the broker's start waits for it. */
    private void startServers() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException | Error failed) {
            stopServers();
            throw failed;
        }
    }

    /** {@return the value for {@code bootstrap.servers}} */
    public String bootstrapServers() {
        return "127.0.0.1:" + sockets.brokerPort();
    }

    /** {@return where the controller listens, for tests of who gets in} */
    String controllerAddress() {
        return "127.0.0.1:" + sockets.controllerPort();
    }

    /** {@return what first went wrong inside the broker beyond its own repair, or null} */
    public @Nullable Throwable firstFault() {
        return fault.get();
    }

    /** Stops the broker in an orderly way; clients that are still connected see it go. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopServers();
        closeQuietly(sockets, folder);
        LOG.atInfo().log("Embedded broker is down");
    }

    /** The broker first: its controlled shutdown asks the controller. */
    private void stopServers() {
        Utils.swallow(LOG, () -> broker.shutdown(STOP_WITHIN));
        Utils.swallow(LOG, controller::shutdown);
        Utils.closeQuietly(metrics, "metrics of the embedded broker");
    }

    private static void closeQuietly(@Nullable BoundSockets sockets, BrokerFolder folder) {
        Utils.closeQuietly(sockets, "sockets of the embedded broker");
        try {
            folder.close();
        } catch (IOException left) {
            LOG.atWarn().setCause(left).log("Folder of the embedded broker was not cleaned up");
        }
    }
}
