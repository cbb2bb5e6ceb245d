package io.credstream.cli;

import io.credstream.cli.log.GetSettings;
import io.credstream.cli.service.DemoSettings;
import io.credstream.cli.service.IngestSettings;
import io.credstream.cli.service.ProcessorSettings;
import io.credstream.cli.service.SinkSettings;
import io.credstream.cli.service.UpSettings;
import java.util.List;

/** Every record of settings: an environment is shared by commands, so what one of them knows is no mistake in another. */
final class AllSettings {
    static final List<Class<? extends Record>> RECORDS = List.of(
            IngestSettings.class,
            ProcessorSettings.class,
            SinkSettings.class,
            UpSettings.class,
            DemoSettings.class,
            GetSettings.class);

    private AllSettings() {}
}
