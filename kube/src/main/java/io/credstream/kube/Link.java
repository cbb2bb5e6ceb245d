package io.credstream.kube;

import java.util.function.Function;

/**
 * What came of the attempt to get something with which a cluster can be asked.
 *
 * @param <C> what that is
 */
public sealed interface Link<C> {

    /** There it is, and whoever asked for it closes it. Nothing has been sent yet. */
    record Open<C>(C client) implements Link<C> {}

    /** There is none, and why. */
    record Closed<C>(Trouble trouble) implements Link<C> {}

    /** What follows from it. */
    default <D> Link<D> then(Function<? super C, Link<D>> next) {
        return switch (this) {
            case Open<C>(C client) -> next.apply(client);
            case Closed<C>(Trouble trouble) -> new Closed<>(trouble);
        };
    }
}
