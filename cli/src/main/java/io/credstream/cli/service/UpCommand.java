package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.fleet.TakeOver;
import io.credstream.cli.log.AbsentBroker;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.demo.Pipeline;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.processor.ProcessorConfig;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.broker.BrokerLogin;
import io.credstream.sandbox.broker.BrokerOwner;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sandbox.broker.PrivateFolder;
import io.credstream.sink.SinkConfig;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code credstream up}. */
@Command(
        name = "up",
        header = "Runs everything in one process, with a Kafka broker of its own; runs until it is stopped.",
        description = {
            "The broker's data and a fingerprint key lie in .credstream beside the fleet file; the next start goes on",
            "from there and reports only what changed meanwhile. The fleet file is applied at the start and whenever it",
            "changes. In another terminal 'credstream get …' finds the broker without being told."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream up -f fleet.yaml --observe             look first: everything but the writing",
            "  credstream up -f fleet.yaml",
            "  credstream up -f fleet.yaml --bootstrap-servers kafka:9092 --kafka-config client.properties",
            "  credstream get clusters                           in another terminal"
        })
public final class UpCommand extends Configured<UpSettings> {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private volatile Supplier<Health> health = () -> Health.notReady("starting");

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The fleet file.")
    private Path file;

    @Option(
            names = "--observe",
            description = "Write nothing to any cluster: 'credstream get pending -o wide' says what would be written.")
    private boolean observe;

    @Mixin
    private TakeOver takeOver = new TakeOver();

    public UpCommand() {
        super(UpSettings.class);
    }

    @Override
    protected Logs logs(UpSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(UpSettings settings) throws Exception {
        FleetFileReader.read(file, FleetFileReader.currentUser(), true); // Before anything is started for it.
        try (Lifetime lifetime = Lifetime.start(err());
                Parts parts = new Parts()) {
            Path dataDir = dataDir(settings);
            Scrape scrape = new Scrape();
            parts.add(scrape);
            scrape.ready(() -> health.get());
            if (settings.httpPort() > 0) {
                parts.add(HttpEndpoint.start(settings.httpPort(), () -> health.get(), scrape::text));
            }
            KafkaSettings kafka = kafka(settings, dataDir, parts);
            Path keys = keys(settings, dataDir);
            Optional<Joined> answering = join(settings, kafka, lifetime);
            if (answering.isEmpty()) {
                return lifetime.exitCode();
            }
            KafkaClients clients = answering.get().clients();
            FleetSource fleet = answering.get().fleet();
            Onlooker onlooker = Onlooker.create(clients, kafka.topics(), out());
            Pipeline services = startServices(settings, dataDir, keys, clients, scrape.meters(), lifetime);
            parts.add(services::close);
            health = services::check;
            parts.add(onlooker::close);
            out().println("Services   "
                    + (observe
                            ? "ingest and processor are up, nothing is written"
                            : "ingest, processor and sink are up")
                    + "; Ctrl-C stops them");
            out().println("Ask        credstream get clusters" + flags(kafka)
                    + "   (or manifests, pending, …), in another terminal");
            onlooker.start();
            while (!lifetime.await(BEAT)) {
                fleet.applyIfChanged(err()).forEach(onlooker::say);
            }
            onlooker.say("Stopping …");
            return lifetime.exitCode();
        }
    }

    /** Brokers that answer, and the fleet as applied there. */
    private record Joined(KafkaClients clients, FleetSource fleet) {}

    /** Waits as services do for brokers that are absent, or too busy to answer. Empty if the time to stop has come. */
    private Optional<Joined> join(UpSettings settings, KafkaSettings kafka, Lifetime lifetime)
            throws InterruptedException {
        String said = "";
        do {
            RuntimeException trouble;
            try {
                KafkaClients clients = Brokers.patient(kafka);
                return Optional.of(new Joined(clients, applyFleet(settings, kafka, clients)));
            } catch (AbsentBroker absent) {
                trouble = absent;
            } catch (TimeoutException slow) {
                trouble = Brokers.silent(kafka.bootstrapServers(), slow);
            } catch (Failure failure) {
                if (!(failure.getCause() instanceof TimeoutException)) {
                    throw failure;
                }
                trouble = failure;
            }
            String reason = String.valueOf(trouble.getMessage());
            if (!reason.equals(said)) {
                err().println(reason + ". Waiting for it.");
                said = reason;
            }
            health = () -> Health.notReady(reason);
        } while (!lifetime.await(PAUSE));
        return Optional.empty();
    }

    private FleetSource applyFleet(UpSettings settings, KafkaSettings kafka, KafkaClients clients)
            throws InterruptedException {
        settings.topicSetup().ensure(clients, kafka.topics());
        FleetSource fleet = new FleetSource(file, kafka, clients, takeOver);
        out().println("Fleet      " + fleet.apply(err()).recap());
        return fleet;
    }

    private Pipeline startServices(
            UpSettings settings, Path dataDir, Path keys, KafkaClients clients, Meters meters, Lifetime lifetime)
            throws InterruptedException {
        var kafka = new KafkaSetup(
                clients,
                Topics.withPrefix(settings.topicPrefix()),
                settings.topicSetup(),
                KafkaClients.SESSION_TIMEOUT);
        ProcessorConfig processor = ProcessorConfig.of(kafka, dataDir.resolve("processor"));
        SinkConfig sink = SinkConfig.of(kafka);
        return Pipeline.start(
                settings.ingest().config(kafka, keys),
                settings.skip().apply(settings.processor().apply(processor)),
                observe ? null : settings.skip().apply(settings.sink().apply(sink)),
                meters,
                failure -> lifetime.fail("service", failure));
    }

    private Path dataDir(UpSettings settings) throws IOException {
        Path dataDir = settings.dataDir(file);
        boolean isNew = Files.notExists(dataDir);
        try {
            PrivateFolder.at(dataDir);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--data-dir: " + e.getMessage(), e);
        }
        if (isNew) {
            // It holds a key: no commit by accident.
            Files.writeString(dataDir.resolve(".gitignore"), "*\n");
        }
        return dataDir;
    }

    private KafkaSettings kafka(UpSettings settings, Path dataDir, Parts parts) throws IOException {
        String servers = settings.bootstrapServers();
        if (servers != null) {
            out().println("Kafka      " + servers);
            return settings.kafka(servers);
        }
        Path data = dataDir.resolve("broker");
        BrokerOwner owner = BrokerOwner.of(new PrivateFolder(dataDir));
        EmbeddedBroker broker = EmbeddedBroker.start(data, OptionalInt.of(settings.brokerPort()), owner);
        parts.add(broker::close);
        BrokerLogin login = BrokerLogin.leave(broker.bootstrapServers(), owner);
        parts.add(login::close);
        out().println("Broker     " + broker.bootstrapServers() + ", data in " + data);
        out().println("Login      " + login.file() + ", by which commands of this user get in, and no other user does");
        return new KafkaSettings(broker.bootstrapServers(), null, settings.topicPrefix());
    }

    private Path keys(UpSettings settings, Path dataDir) {
        Path given = settings.fingerprintKeys();
        Path keys = given == null ? dataDir.resolve("fingerprint-keys.yaml") : given;
        if (given == null && Files.notExists(keys)) {
            FingerprintKeys.generate(keys);
            out().println("Keys       " + keys + ", made now; keep it as safe as the credentials");
        } else {
            out().println("Keys       " + keys);
        }
        return keys;
    }

    private static String flags(KafkaSettings kafka) {
        return kafka.bootstrapServers().equals(KafkaSettings.DEFAULT_BOOTSTRAP_SERVERS)
                ? ""
                : " --bootstrap-servers " + kafka.bootstrapServers();
    }
}
