package io.credstream.guarantee;

/** The three services. */
public enum Service {
    INGEST,
    PROCESSOR,
    SINK
}
