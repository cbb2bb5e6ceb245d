package io.credstream.simulation.service;

import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.processor.streams.Gate;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.simulation.log.Entry;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the parts of a world, as it should be. A fault is planted by replacing one of these, so that nothing that is shipped
 * has a switch for it.
 */
public interface Collaborators {

    Collaborators SOUND = new Collaborators() {};

    /** What ingest reports as the version of an object. */
    default Version version(Version seen) {
        return seen;
    }

    /** What ingest reports of a Secret. */
    default Credential observed(Credential seen) {
        return seen;
    }

    /** What ingest reports of a template. */
    default Template observed(Template seen) {
        return seen;
    }

    /** What ingest reports of a Manifest. */
    default Manifest observed(Manifest seen) {
        return seen;
    }

    /** What ingest reports of something that is gone. */
    default Deletion observed(Deletion seen) {
        return seen;
    }

    /** What ingest reports of how a cluster is watched. */
    default ClusterStatus observed(ClusterStatus seen) {
        return seen;
    }

    /** What becomes of a record that is sent; nothing if it is lost. */
    default Optional<ProducerRecord<String, byte @Nullable []>> sent(ProducerRecord<String, byte @Nullable []> record) {
        return Optional.of(record);
    }

    /** What keeps a task silent. */
    default Gate gate(Gate gate) {
        return gate;
    }

    /** Whether a store has a changelog. */
    default boolean hasChangelog(String store) {
        return true;
    }

    /** For how long it is remembered that something is gone. */
    default Duration memory() {
        return Duration.ofHours(24);
    }

    /** When what was decided is sent again. */
    default RetryPolicy retries() {
        return RetryPolicy.DEFAULT;
    }

    /** Up to where a partition has to be read before any of it is written. */
    default long readFirst(long position, long end) {
        return end;
    }

    /** Whether a sink heeds a record of decisions. */
    default boolean heeds(Entry entry) {
        return true;
    }

    /** How a decision becomes a patch. */
    default GuardedPatch patch(ManifestUpdate update) {
        return GuardedPatch.of(update);
    }

    /** What a sink makes of an answer. */
    default DrivenSink.Reply answered(DrivenSink.Reply reply) {
        return reply;
    }
}
