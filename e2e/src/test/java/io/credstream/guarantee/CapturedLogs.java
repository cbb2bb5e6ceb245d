package io.credstream.guarantee;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** All that is logged while it is open, by Credstream at the level TRACE: messages, key-values, and exceptions with their causes. */
public final class CapturedLogs implements AutoCloseable {

    private final Logger root;
    private final Logger ours;
    private final @Nullable Level before;
    private final Appender appender = new Appender();

    public CapturedLogs() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ours = context.getLogger("io.credstream");
        before = ours.getLevel();
        appender.setContext(context);
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.TRACE);
    }

    public String text() {
        synchronized (appender.lines) {
            return String.join("\n", appender.lines);
        }
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        ours.setLevel(before);
    }

    private static final class Appender extends AppenderBase<ILoggingEvent> {

        private final List<String> lines = new ArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(event.getLoggerName())
                    .append(' ')
                    .append(event.getThreadName())
                    .append(' ')
                    .append(event.getFormattedMessage());
            Objects.requireNonNullElse(event.getKeyValuePairs(), List.of())
                    .forEach(pair -> line.append(' ').append(pair));
            if (event.getThrowableProxy() != null) {
                line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            synchronized (lines) {
                lines.add(line.toString());
            }
        }
    }
}
