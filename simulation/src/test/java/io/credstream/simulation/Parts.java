package io.credstream.simulation;

import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.sink.patch.GuardedPatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a world is made of, so that a fault can be planted in it without a switch in anything that is shipped.
 *
 * @param versions what ingest reports as the version of an object
 * @param patches how a decision becomes a patch
 */
record Parts(UnaryOperator<Version> versions, Function<ManifestUpdate, GuardedPatch> patches) {

    static final Parts SOUND = new Parts(UnaryOperator.identity(), GuardedPatch::of);
}
