package io.credstream.ingest.own;

/**
 * A partition cannot be owned any longer, or not yet: somebody else took it over, or Kafka refuses what ownership needs. Only
 * taking it over anew, with all that it implies, can help.
 */
final class GivenUp extends Exception {

    private static final long serialVersionUID = 1L;

    GivenUp(RuntimeException cause) {
        super(cause.getClass().getSimpleName(), cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
