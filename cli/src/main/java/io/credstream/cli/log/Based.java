package io.credstream.cli.log;

/** An answer that says what it is based on. */
public interface Based {

    Basis basis();
}
