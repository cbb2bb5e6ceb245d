package io.credstream.observe;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Since when something has been so, without a break. Set by one thread, asked by any. */
public final class Since implements Supplier<OptionalLong> {

    private static final long NEVER = Long.MIN_VALUE;

    private volatile long since = NEVER;

    /** Whether it is so at this time. */
    public void set(boolean is, long now) {
        if (!is) {
            since = NEVER;
        } else if (since == NEVER) {
            since = now;
        }
    }

    @Override
    public OptionalLong get() {
        long at = since;
        return at == NEVER ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
