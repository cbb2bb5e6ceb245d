package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.demo.Pipeline;
import io.credstream.ingest.IngestConfig;
import io.credstream.ingest.secret.FingerprintKeys;
import io.credstream.observe.Meters;
import io.credstream.processor.ProcessorConfig;
import io.credstream.sandbox.EmbeddedBroker;
import io.credstream.sink.SinkConfig;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
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
            KafkaSettings kafka = kafka(settings, dataDir, parts);
            Path keys = keys(settings, dataDir);
            KafkaClients clients = Brokers.patient(kafka);
            FleetSource fleet = applyFleet(settings, kafka, clients);
            Onlooker onlooker = Onlooker.create(clients, kafka.topics(), out());
            Scrape scrape = new Scrape();
            parts.add(scrape);
            Pipeline services = startServices(settings, dataDir, keys, clients, scrape.meters(), lifetime);
            parts.add(services::close);
            scrape.ready(services::check);
            if (settings.httpPort() > 0) {
                parts.add(HttpEndpoint.start(settings.httpPort(), services::check, scrape::text));
            }
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

    private FleetSource applyFleet(UpSettings settings, KafkaSettings kafka, KafkaClients clients)
            throws InterruptedException {
        try (Admin admin = clients.admin()) {
            settings.topicSetup().ensure(admin, kafka.topics());
        }
        FleetSource fleet = new FleetSource(file, kafka, clients);
        out().println("Fleet      " + fleet.apply(err()).recap());
        return fleet;
    }

    private Pipeline startServices(
            UpSettings settings, Path dataDir, Path keys, KafkaClients clients, Meters meters, Lifetime lifetime)
            throws InterruptedException {
        String prefix = settings.topicPrefix();
        TopicSetup setup = settings.topicSetup();
        IngestConfig ingest =
                IngestConfig.of(clients, keys).withTopicPrefix(prefix).withTopicSetup(setup);
        ProcessorConfig processor = ProcessorConfig.defaults(clients, prefix, dataDir.resolve("processor"))
                .withTopicSetup(setup);
        SinkConfig sink = SinkConfig.defaults(clients, prefix).withTopicSetup(setup);
        return Pipeline.start(
                settings.ingest().apply(ingest),
                settings.processor().apply(processor),
                observe ? null : settings.sink().apply(sink),
                meters,
                failure -> lifetime.fail("service", failure));
    }

    private Path dataDir(UpSettings settings) throws IOException {
        Path dataDir = settings.dataDir(file);
        if (Files.notExists(dataDir)) {
            Files.createDirectories(dataDir);
            // It holds a key: no commit by accident.
            Files.writeString(dataDir.resolve(".gitignore"), "*\n");
        }
        return dataDir;
    }

    private KafkaSettings kafka(UpSettings settings, Path dataDir, Parts parts) {
        String servers = settings.bootstrapServers();
        if (servers != null) {
            out().println("Kafka      " + servers);
            return settings.kafka(servers);
        }
        Path data = dataDir.resolve("broker");
        EmbeddedBroker broker = EmbeddedBroker.start(data, OptionalInt.of(settings.brokerPort()));
        parts.add(broker::close);
        out().println("Broker     " + broker.bootstrapServers() + ", data in " + data);
        return settings.kafka(broker.bootstrapServers());
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
