package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.log.Brokers;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
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

    /** What Kafka refuses can be granted while we wait; the file of its settings is read anew each time. */
    private boolean hasStarted(S settings, Meters meters, Parts parts, Lifetime lifetime) throws Exception {
        Parts started = new Parts();
        try {
            health = start(settings, meters, started, lifetime);
            parts.add(started);
            return true;
        } catch (KafkaException e) {
            started.close();
            String refusal = Brokers.refusal(e).orElseThrow(() -> e);
            health = () -> Health.notReady(refusal);
            err().println(refusal + ". Trying again every " + PAUSE.toSeconds() + " s.");
            return false;
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }
}
