package io.credstream.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import io.credstream.cli.output.Trace;
import io.credstream.observe.Printable;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * A line for each event, whatever is in it: text from clusters and records stands there as {@link Printable}, so that nothing can
 * forge a second line or act on a terminal; exceptions as {@link Trace} shows them.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final int LONGEST = 4_000;

    private final DateTimeFormatter time;

    LogLayout(DateTimeFormatter time) {
        this.time = time;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String name = event.getLoggerName();
        StringBuilder text = new StringBuilder()
                .append(time.format(event.getInstant()))
                .append(" %-5s ".formatted(event.getLevel()))
                .append(name.substring(name.lastIndexOf('.') + 1))
                .append(' ')
                .append(shown(event.getFormattedMessage()))
                .append(' ');
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            text.append(String.join(" ", pairs.stream().map(LogLayout::pair).toList()));
        }
        text.append(System.lineSeparator());
        if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
            Trace.lines(proxy.getThrowable()).forEach(line -> text.append(line).append(System.lineSeparator()));
        }
        return text.toString();
    }

    private static String pair(KeyValuePair pair) {
        return shown(pair.key) + "=\"" + shown(pair.value).replace("\"", "\\\"") + "\"";
    }

    private static String shown(Object value) {
        return Printable.line(String.valueOf(value), LONGEST);
    }
}
