package io.credstream.accident;

import io.credstream.cli.Logs;
import io.credstream.cli.settings.LogLevel;
import io.credstream.sandbox.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A broker alone in its JVM, so that it can be killed, or put to sleep, without anybody else. */
final class BrokerMain {

    private BrokerMain() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments the folder of the data, and the port
     */
    public static void main(String[] arguments) throws InterruptedException {
        Logs.at(LogLevel.INFO).apply();
        OptionalInt port = OptionalInt.of(Integer.parseInt(arguments[1]));
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), port);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        Thread.currentThread().join();
    }
}
