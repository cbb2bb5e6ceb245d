package io.credstream.cli;

import io.credstream.cli.fleet.FleetSettings;
import java.util.List;

/** Every record of settings: an environment is shared by commands, so what one of them knows is no mistake in another. */
final class AllSettings {
    static final List<Class<? extends Record>> RECORDS = List.of(FleetSettings.class);

    private AllSettings() {}
}
