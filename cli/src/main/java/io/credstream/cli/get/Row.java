package io.credstream.cli.get;

/** Something that can be chosen by where it is. */
interface Row {

    String cluster();

    /** Empty for what is in no namespace. */
    String namespace();

    /** Empty for a cluster itself. */
    String name();
}
