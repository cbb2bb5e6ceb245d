package io.credstream.cli.output;

/**
 * A command with an answer for programs, whose fields its help describes.
 *
 * @param <A> the answer, a list of answers, or one of such a list
 */
public interface Answering<A> {

    /** What the answer is, in the plural if it is a list. */
    String what();
}
