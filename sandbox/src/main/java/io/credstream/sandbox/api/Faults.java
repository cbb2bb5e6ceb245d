package io.credstream.sandbox.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What goes wrong with the requests to one cluster. Safe for use by any thread, effective from the next request on. */
public final class Faults {

    /** As often as it takes: for faults that stand until they are lifted. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final List<Injection> injections = new CopyOnWriteArrayList<>();

    Faults() {}

    /** One fault and the requests that it is meant for; closing it lifts it. */
    public final class Injection implements AutoCloseable {

        private final Fault fault;
        private final Predicate<ApiRequest> where;
        private final int times;
        private final AtomicInteger hits = new AtomicInteger();

        private Injection(Fault fault, Predicate<ApiRequest> where, int times) {
            this.fault = fault;
            this.where = where;
            this.times = times;
        }

        /** {@return how many requests it has met} */
        public int hits() {
            return hits.get();
        }

        private boolean strikes(ApiRequest request) {
            return where.test(request) && hits.getAndUpdate(hit -> Math.min(times, hit + 1)) < times;
        }

        @Override
        public void close() {
            injections.remove(this);
        }
    }

    /**
     * Lets the next matching requests fail.
     *
     * @param times how many of them, or {@link #ALWAYS}
     */
    public Injection inject(Fault fault, Predicate<ApiRequest> where, int times) {
        var injection = new Injection(fault, where, times);
        injections.add(injection);
        return injection;
    }

    /** Lets the next matching request fail. */
    public Injection injectOnce(Fault fault, Predicate<ApiRequest> where) {
        return inject(fault, where, 1);
    }

    /** Lifts every fault. */
    public void clear() {
        injections.clear();
    }

    List<Fault> striking(ApiRequest request) {
        var struck = new ArrayList<Fault>();
        for (var injection : injections) {
            if (injection.strikes(request)) {
                struck.add(injection.fault);
            }
        }
        return struck;
    }
}
