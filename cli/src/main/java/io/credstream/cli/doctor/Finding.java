package io.credstream.cli.doctor;

/** What a look at something came to. */
sealed interface Finding {

    /** What was looked at. */
    String what();

    /** What it is like. */
    String is();

    /** As it should be. */
    record Fine(String what, String is) implements Finding {}

    /**
     * In the way of what was looked at for.
     *
     * @param fix what to do about it
     */
    record Trouble(String what, String is, String fix) implements Finding {}
}
