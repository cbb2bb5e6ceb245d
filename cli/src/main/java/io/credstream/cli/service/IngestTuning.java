package io.credstream.cli.service;

import io.credstream.cli.settings.Setting;
import io.credstream.ingest.IngestConfig;
import io.credstream.ingest.watch.WatchSettings;
import java.time.Duration;

/** What can be told to an ingest besides the brokers, topics and keys. */
public record IngestTuning(
        @Setting(
                value = "The label selector of the Secrets that are asked for.",
                fallback = "operator.kyma-project.io/managed-by=lifecycle-manager")
        String secretSelector,

        @Setting(value = "Objects in a page of a list.", fallback = "250")
        int pageSize,

        @Setting(value = "How long a watch may be without an event and a bookmark.", fallback = "3m")
        Duration watchdog,

        @Setting(
                value = "How long the kubeconfig Secret of a discovered runtime may be gone before the runtime leaves.",
                fallback = "15m")
        Duration removalGrace) {

    IngestConfig apply(IngestConfig config) {
        WatchSettings watching = config.watching()
                .withSecretSelector(secretSelector)
                .withPageSize(pageSize)
                .withWatchdog(watchdog);
        return config.withWatching(watching).withRemovalGrace(removalGrace);
    }
}
