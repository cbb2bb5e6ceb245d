package io.credstream.processor.streams;

import io.credstream.processor.streams.Read.Said;

/** A task of a stage, from its restoration to its end. */
interface Stage<I> {

    /** A record was read. */
    void hear(Said<I> said);

    /** The task ends, or begins anew. */
    void end();
}
