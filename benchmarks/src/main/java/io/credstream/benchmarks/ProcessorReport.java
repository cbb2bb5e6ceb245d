package io.credstream.benchmarks;

import java.util.List;

/**
 * What a processor took for fleets of several sizes.
 *
 * @param measurements medians over the rounds, in the order of the fleets
 * @param decidedPerSecond further Manifests that are decided in each further second
 * @param ratio of that to the rate at which a consumer that looks at nothing reads them
 * @param bytesPerManifest live heap for each further Manifest
 * @param bytesPerTemplate live heap for each further template with its credential, in each partition, since all of them have it
 */
public record ProcessorReport(
        List<Measurement> measurements,
        double decidedPerSecond,
        double ratio,
        double bytesPerManifest,
        double bytesPerTemplate) {

    public ProcessorReport {
        measurements = List.copyOf(measurements);
    }

    /**
     * One fleet.
     *
     * @param templates each with a credential of its own
     * @param records that had to be read
     * @param bareSeconds in which a consumer that looks at nothing reads them
     * @param seconds until every Manifest was decided, beginning with nothing
     * @param liveBytes of heap that the processor holds afterwards
     */
    public record Measurement(
            long templates, long manifests, long records, double bareSeconds, double seconds, long liveBytes) {}
}
