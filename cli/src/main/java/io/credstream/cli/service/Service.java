package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.topics.KafkaTrouble;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;

/** A command that runs until it is stopped. */
@Command
abstract class Service<S extends Record> extends Configured<S> {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String name;
    private volatile Supplier<Health> health = () -> Health.notReady("starting");
    private String said = "";

    Service(String name, Class<S> settings) {
        super(settings);
        this.name = name;
    }

    abstract ServiceSettings common(S settings);

    /**
     * Starts it.
     *
     * @param meters where to measure
     * @param parts gets what is to be closed in the end, as soon as that has been opened
     * @return how to ask it how it is
     */
    abstract Supplier<Health> start(S settings, Meters meters, Parts parts, Lifetime lifetime) throws Exception;

    @Override
    protected final Logs logs(S settings) {
        return Logs.at(common(settings).log().logLevel());
    }

    @Override
    protected final ExitCode run(S settings) throws Exception {
        try (Lifetime lifetime = Lifetime.start(err());
                Parts parts = new Parts()) {
            Scrape scrape = new Scrape();
            parts.add(scrape);
            scrape.ready(() -> health.get());
            int port = common(settings).httpPort();
            if (port > 0) {
                parts.add(HttpEndpoint.start(port, () -> health.get(), scrape::text));
            }
            while (!hasStarted(settings, scrape.meters(), parts, lifetime)) {
                if (lifetime.await(PAUSE)) {
                    return lifetime.exitCode();
                }
            }
            err().println("The " + name + " is up; Ctrl-C stops it.");
            lifetime.await();
            err().println("Stopping the " + name + " …");
            return lifetime.exitCode();
        }
    }

    /** What Kafka refuses can be granted while we wait, a broker started, and topics mended; the file of its settings is read anew each time. */
    private boolean hasStarted(S settings, Meters meters, Parts parts, Lifetime lifetime) throws Exception {
        Parts started = new Parts();
        try {
            health = start(settings, meters, started, lifetime);
            parts.add(started);
            return true;
        } catch (KafkaException e) {
            started.close();
            if (!KafkaTrouble.isTheirs(e)) {
                throw e;
            }
            String refusal = Brokers.refusal(e).orElseGet(() -> KafkaTrouble.describe(e));
            health = () -> Health.notReady(refusal);
            say(refusal);
            return false;
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    /** Once, for as long as it stays the same. */
    private void say(String refusal) {
        if (!refusal.equals(said)) {
            err().println(refusal + ". Trying again every " + PAUSE.toSeconds() + " s.");
            said = refusal;
        }
    }
}
