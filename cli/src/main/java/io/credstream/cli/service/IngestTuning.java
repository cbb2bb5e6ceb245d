package io.credstream.cli.service;

import io.credstream.cli.settings.SelectionSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.ingest.IngestConfig;
import io.credstream.ingest.watch.Budgets;
import io.credstream.ingest.watch.WatchSettings;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;

/** What can be told to an ingest besides the brokers, topics and keys. */
public record IngestTuning(
        SelectionSettings selection,

        @Setting(value = "Objects in a page of a list.", fallback = "250")
        int pageSize,

        @Setting(value = "How long a watch may be without an event and a bookmark.", fallback = "3m")
        Duration watchdog,

        @Setting(
                value = "How long the kubeconfig Secret of a discovered runtime may be gone before the runtime leaves.",
                fallback = "15m")
        Duration removalGrace,

        @Setting(
                value = "The largest object, and line of a watch, that is taken from a cluster, in bytes.",
                fallback = "8388608")
        int objectBytes,

        @Setting(value = "The largest page of a list that is taken from a cluster, in bytes.", fallback = "536870912")
        int pageBytes,

        @Setting(
                value = "How many Manifests are taken from a cluster; new ones beyond are left out.",
                fallback = "110000")
        int manifests,

        @Setting(
                value = "How many Secrets, and how many ModuleTemplates, are taken from a cluster.",
                fallback = "20000")
        int objects,

        @Setting(value = "How many runtimes are discovered on a control plane.", fallback = "12000")
        int runtimes) {

    IngestConfig config(KafkaSetup kafka, Path fingerprintKeys) {
        WatchSettings watching = WatchSettings.DEFAULTS
                .withSecretSelector(selection.secretSelector())
                .withPageSize(pageSize)
                .withWatchdog(watchdog)
                .withBudgets(new Budgets(objectBytes, pageBytes, manifests, objects, runtimes));
        return new IngestConfig(kafka, fingerprintKeys, removalGrace, watching);
    }
}
