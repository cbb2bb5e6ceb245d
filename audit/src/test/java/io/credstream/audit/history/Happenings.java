package io.credstream.audit.history;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.testkit.model.CredentialBuilder;
import io.credstream.testkit.model.ManifestBuilder;
import io.credstream.testkit.model.UpdateBuilder;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records about one Manifest and one credential, at times and places that tests choose. */
final class Happenings {

    static final Topics TOPICS = Topics.withPrefix("t.");
    static final Instant START = Instant.parse("2026-01-31T08:00:00Z");
    static final ObjectRef MANIFEST = new ObjectRef("kcp", "kcp-system", "m");
    static final ObjectRef CREDENTIAL = new ObjectRef("kcp", "kcp-system", "cred");

    private final LogSink log;
    private long offset;

    Happenings(LogSink log) {
        this.log = log;
    }

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    Coordinates manifest(long millis, String version, @Nullable String selector, ManifestAnnotations annotations) {
        return manifest(millis, version, selector, annotations, false);
    }

    Coordinates reconciled(long millis, String version, String selector, ManifestAnnotations annotations) {
        return manifest(millis, version, selector, annotations, true);
    }

    private Coordinates manifest(
            long millis,
            String version,
            @Nullable String selector,
            ManifestAnnotations annotations,
            boolean reconciled) {
        Manifest manifest = ManifestBuilder.of(MANIFEST)
                .at(new Version(1, version))
                .component("kyma-project.io/op", "1.0.0")
                .module("op", null)
                .kyma("a1b2")
                .annotated()
                .install(selector)
                .annotations(annotations)
                .verdict(new Verdict("Ready", Verdict.Code.NONE, reconciled))
                .build();
        return put(TOPICS.manifests(), MANIFEST.key(), manifest, millis);
    }

    Coordinates decision(long millis, String observed, int attempt, Cause cause) {
        ManifestUpdate update = UpdateBuilder.of(MANIFEST)
                .observed(new Version(1, observed))
                .install(null, "{\"matchLabels\":{\"cred\":\"op\"}}")
                .annotations(ManifestAnnotations.NONE, written(cause))
                .attempt(attempt)
                .cause(cause)
                .build();
        return put(TOPICS.manifestUpdates(), MANIFEST.key(), update, millis);
    }

    static ManifestAnnotations written(Cause cause) {
        return new ManifestAnnotations("install=0123456789abcdef", "r1", "Bound", cause.describe());
    }

    void settled(long millis) {
        log.accept(
                TOPICS.manifestUpdates(),
                new TopicRecord.Tombstone<>(MANIFEST.key(), null, place(TOPICS.manifestUpdates()), at(millis)));
    }

    void report(long millis, Coordinates decision, ApplyReport.Result result, @Nullable String version) {
        put(
                TOPICS.applyReports(),
                MANIFEST.key(),
                new ApplyReport(MANIFEST, "uid", result, version, version == null ? "why" : null, 1, decision),
                millis);
    }

    Coordinates credential(long millis, String version, String revision) {
        Credential credential = CredentialBuilder.of(CREDENTIAL)
                .uid("uid-cred")
                .at(new Version(1, version))
                .labels(Map.of("cred", "op"))
                .registries(new RegistryEntry("registry.example.com", Map.of(), Map.of(), revision))
                .build();
        return put(TOPICS.credentials(), CREDENTIAL.key(), credential, millis);
    }

    void credentialGone(long millis, String version) {
        Deletion deletion = new Deletion(
                Deletion.Reason.RESYNC,
                "uid-cred",
                new Version(1, version),
                new Cause.Observation("kcp", Kind.SECRET, version));
        log.accept(
                TOPICS.credentials(),
                new TopicRecord.Tombstone<>(CREDENTIAL.key(), deletion, place(TOPICS.credentials()), at(millis)));
    }

    private <V extends Record> Coordinates put(Topic<V> topic, String key, V value, long millis) {
        Coordinates place = place(topic);
        log.accept(topic, new TopicRecord.Value<>(key, value, place, at(millis)));
        return place;
    }

    private Coordinates place(Topic<?> topic) {
        return new Coordinates(topic.name(), 0, offset++);
    }
}
