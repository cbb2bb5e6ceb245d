package io.credstream.sandbox.store;

/** Which part of an object an update may change. */
public enum Part {
    MAIN(""),
    STATUS("status");

    private final String subresource;

    Part(String subresource) {
        this.subresource = subresource;
    }

    /** {@return its name in paths and in managedFields, empty for the object itself} */
    String subresource() {
        return subresource;
    }
}
