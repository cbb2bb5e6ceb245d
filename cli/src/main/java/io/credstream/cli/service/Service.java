package io.credstream.cli.service;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.settings.LogSettings;
import picocli.CommandLine.Command;

/** A command that runs until it is stopped. */
@Command
abstract class Service<S extends Record> extends Configured<S> {

    private final String name;

    Service(String name, Class<S> settings) {
        super(settings);
        this.name = name;
    }

    abstract LogSettings log(S settings);

    abstract Part start(S settings, Lifetime lifetime) throws Exception;

    @Override
    protected final Logs logs(S settings) {
        return Logs.at(log(settings).logLevel());
    }

    @Override
    protected final ExitCode run(S settings) throws Exception {
        try (Lifetime lifetime = Lifetime.start(err());
                Parts parts = new Parts()) {
            parts.add(start(settings, lifetime));
            err().println("The " + name + " is up; Ctrl-C stops it.");
            lifetime.await();
            err().println("Stopping the " + name + " …");
            return lifetime.exitCode();
        }
    }
}
