package io.credstream.cli;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Standard output into a pipe, whose reader goes away at some time. */
public final class Pipe extends Writer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private volatile boolean isBroken;

    @Override
    public void write(char[] buffer, int from, int length) throws IOException {
        if (isBroken) {
            throw new IOException("Broken pipe");
        }
        for (int i = from; i < from + length; i++) {
            if (buffer[i] == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append(buffer[i]);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** The next line, when it comes. */
    public String next() throws InterruptedException {
        return Objects.requireNonNull(lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no line comes");
    }

    /** The reader goes away. */
    public void breakOff() {
        isBroken = true;
    }
}
