package io.credstream.simulation.cluster;

/**
 * A docker-registry Secret with one login.
 *
 * @param label the value of its label {@code cred}
 * @param registry the host that the login is for
 * @param content which password it holds, counted
 */
public record Secret(String label, String registry, int content, Shape shape) {

    /** Whether a keychain can be made of it. */
    public enum Shape {
        FINE,
        MALFORMED,
        WRONG_TYPE
    }
}
