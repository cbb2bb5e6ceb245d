package io.credstream.cli.doctor;

import java.util.List;
import java.util.Optional;

/** The machine, as far as it is looked at. */
interface Machine {

    /**
     * Runs a program.
     *
     * @return what came of it; empty if there is no such program
     */
    Optional<Ran> run(List<String> command);

    /** Whether somebody listens at a port of this machine. */
    boolean isTaken(int port);

    /**
     * What came of a program.
     *
     * @param succeeded whether it says so
     * @param said what it said, or what it complained of
     */
    record Ran(boolean succeeded, String said) {}
}
