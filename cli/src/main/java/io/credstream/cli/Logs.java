package io.credstream.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.credstream.cli.output.Terminals;
import io.credstream.cli.settings.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged, to standard error: the answer of a command is never mixed with it.
 *
 * @param ours the level of Credstream itself
 * @param others the level of the libraries: Kafka's clients are talkative
 */
public record Logs(LogLevel ours, LogLevel others) {

    /** For commands that answer and end: what matters they say themselves. */
    public static final Logs QUIET = new Logs(LogLevel.WARN, LogLevel.ERROR);

    static final Logs DEBUGGING = new Logs(LogLevel.DEBUG, LogLevel.INFO);

    /** For services: libraries are shown from the next more severe level on, for what they warn of is seldom ours to mend. */
    public static Logs at(LogLevel level) {
        return new Logs(
                level,
                switch (level) {
                    case ERROR, WARN -> LogLevel.ERROR;
                    case INFO, DEBUG -> LogLevel.WARN;
                    case TRACE -> LogLevel.INFO;
                });
    }

    public void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LogLayout layout = new LogLayout(
                Terminals.isError()
                        ? DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault())
                        : DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                                .withZone(ZoneOffset.UTC));
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(others.name()));
        context.getLogger("io.credstream").setLevel(Level.toLevel(ours.name()));
    }
}
