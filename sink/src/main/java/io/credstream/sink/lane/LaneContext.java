package io.credstream.sink.lane;

import io.credstream.model.ManifestUpdate;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the lanes of a sink have in common.
 *
 * @param patches builds a patch
 * @param random for the jitter of retries
 * @param drainLimit how long the requests of a discarded lane are waited for at most; longer than a request may take
 */
public record LaneContext(
        LaneSettings settings,
        Function<ManifestUpdate, GuardedPatch> patches,
        LaneReports reports,
        Timers timers,
        RandomGenerator random,
        Duration drainLimit) {}
