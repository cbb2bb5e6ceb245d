package io.credstream.cli.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs in a process, closed in the opposite order in which it was started, whatever goes wrong with a part. */
final class Parts implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    void add(Part part) {
        parts.push(part);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("Did not stop in an orderly way");
            }
        }
    }
}
