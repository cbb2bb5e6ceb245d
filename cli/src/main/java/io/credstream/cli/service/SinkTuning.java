package io.credstream.cli.service;

import io.credstream.cli.settings.Setting;
import io.credstream.sink.SinkConfig;
import io.credstream.sink.lane.LaneSettings;

/** What can be told to a sink besides the brokers and topics. */
public record SinkTuning(
        @Setting(
                value = "Patches per second and control plane; each costs lifecycle-manager a reconcile.",
                fallback = "50")
        int patchesPerSecond,

        @Setting(value = "Patches under way at once per control plane.", fallback = "8")
        int patchesInFlight) {

    SinkConfig apply(SinkConfig config) {
        LaneSettings lanes = config.lanes();
        return config.withLanes(new LaneSettings(
                patchesPerSecond, patchesInFlight, lanes.breakerThreshold(), lanes.retry(), lanes.forbidden()));
    }
}
