package io.credstream.guarantee;

/** A running instance of a service. */
public interface Instance extends AutoCloseable {

    Service service();

    /** Whether it does its work. */
    boolean isReady();

    /** Ends it in order. */
    @Override
    void close();
}
