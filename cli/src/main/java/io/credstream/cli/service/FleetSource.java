package io.credstream.cli.service;

import io.credstream.cli.Failure;
import io.credstream.cli.fleet.FleetDiff;
import io.credstream.cli.fleet.FleetFile;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.fleet.FleetLog;
import io.credstream.cli.fleet.TakeOver;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fleet file of a running process: applied at its start, and again whenever it has changed. */
final class FleetSource {

    private final Path file;
    private final KafkaSettings kafka;
    private final KafkaClients clients;
    private final TakeOver takeOver;
    private @Nullable FileTime applied;

    FleetSource(Path file, KafkaSettings kafka, KafkaClients clients, TakeOver takeOver) {
        this.file = file;
        this.kafka = kafka;
        this.clients = clients;
        this.takeOver = takeOver;
    }

    /** Writes what differs, and says what that was; throws a {@link Failure} with everything that is wrong with the file. */
    FleetDiff apply(PrintWriter err) throws InterruptedException {
        applied = modified();
        FleetFile fleet = FleetFileReader.read(file, FleetFileReader.currentUser(), true);
        FleetDiff diff;
        try (LogReader log = LogReader.open(kafka, err)) {
            diff = FleetDiff.of(fleet, FleetLog.read(log));
        }
        takeOver.require(fleet, diff);
        FleetLog.write(clients, kafka.topics(), fleet, diff);
        return diff;
    }

    /** As {@link #apply}, if the file has changed, and what to say about it. Mistakes change nothing, and are told of once. */
    List<String> applyIfChanged(PrintWriter err) throws InterruptedException {
        FileTime now = modified();
        if (now == null || now.equals(applied)) {
            return List.of();
        }
        try {
            return List.of(file + " has changed: " + apply(err).recap());
        } catch (Failure failure) {
            List<String> lines = new ArrayList<>(failure.lines());
            lines.add(file + " has changed and could not be applied; the fleet stays as it was.");
            return lines;
        }
    }

    private @Nullable FileTime modified() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }
}
