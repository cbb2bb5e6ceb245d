package io.credstream.sandbox.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The folder of an embedded broker: held by one process at a time, formatted at its first use.
 *
 * <p>The lock is our own and taken before Kafka touches anything. Kafka locks its folder too, but only after its
 * metadata log was opened, and says so in words that do not help.
 */
final class BrokerFolder implements AutoCloseable {

    /** What a formatted folder says of itself: whose it is, and the records that a new cluster starts with. */
    record Format(MetaPropertiesEnsemble properties, BootstrapMetadata bootstrap) {}

    private final Path root;
    private final FileChannel lock;
    private final boolean temporary;

    private BrokerFolder(Path root, FileChannel lock, boolean temporary) {
        this.root = root;
        this.lock = lock;
        this.temporary = temporary;
    }

    static BrokerFolder at(Path root) {
        return open(root, false);
    }

    static BrokerFolder temporary() {
        try {
            return open(Files.createTempDirectory("credstream-broker-"), true);
        } catch (IOException failed) {
            throw new BrokerStartException("No temporary folder can be made for the broker's data", failed);
        }
    }

    private static BrokerFolder open(Path root, boolean temporary) {
        try {
            var folder = Files.createDirectories(root.toAbsolutePath());
            var channel = FileChannel.open(
                    folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new BrokerStartException(
                        "Another broker is running on " + folder + ": stop it, or choose another folder");
            }
            return new BrokerFolder(folder, channel, temporary);
        } catch (IOException failed) {
            throw new BrokerStartException("The broker's folder " + root + " cannot be used", failed);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    /** {@return the folder that Kafka uses} */
    Path data() {
        return root.resolve("kafka");
    }

    /** Formats the folder unless it is formatted already, and {@return how it is formatted} */
    Format format(Optional<BrokerGuard> guard) {
        try {
            if (!Files.exists(data().resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                Files.createDirectories(data());
                formatter(guard).run();
            }
            return read();
        } catch (Exception failed) {
            throw new BrokerStartException("The broker's folder " + root + " cannot be formatted or read", failed);
        }
    }

    private Formatter formatter(Optional<BrokerGuard> guard) {
        return new Formatter()
                .setScramArguments(
                        guard.flatMap(BrokerGuard::formatArgument).stream().toList())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BoundSockets.CONTROLLER_LISTENER)
                .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setMetadataLogDirectory(data().toString())
                .setDirectories(List.of(data().toString()));
    }

    private Format read() throws Exception {
        var folder = data().toString();
        var properties = new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(folder)
                .addLogDirs(List.of(folder))
                .load();
        properties.verify(
                Optional.empty(),
                OptionalInt.of(BrokerSettings.NODE_ID),
                EnumSet.of(VerificationFlag.REQUIRE_METADATA_LOG_DIR, VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID));
        return new Format(properties, new BootstrapDirectory(folder).read());
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary) {
            Utils.delete(root.toFile());
        }
    }
}
