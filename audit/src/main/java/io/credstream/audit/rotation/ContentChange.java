package io.credstream.audit.rotation;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of a credential changed: a rotation.
 *
 * @param at the record that says so
 * @param before what it was; absent when the credential was seen for the first time, or again after a deletion
 */
public record ContentChange(
        Coordinates at, Instant time, @Nullable Credential before, Credential after) {

    /**
     * The last one in a credential's history; it is empty if there never was such a credential.
     *
     * @param history every record of its key, in the order of the log
     */
    public static Optional<ContentChange> last(List<TopicRecord<Credential>> history) {
        ContentChange last = null;
        Credential known = null;
        for (TopicRecord<Credential> record : history) {
            switch (record) {
                case TopicRecord.Value<Credential>(var key, var credential, var at, var time) -> {
                    if (known == null || !content(known).equals(content(credential))) {
                        last = new ContentChange(at, time, known, credential);
                    }
                    known = credential;
                }
                case TopicRecord.Tombstone<Credential> gone -> known = null;
                case TopicRecord.Unreadable<Credential> unreadable -> {
                    // says nothing
                }
            }
        }
        return Optional.ofNullable(last);
    }

    private static String content(Credential credential) {
        return credential.problem()
                + credential.registries().stream()
                        .map((RegistryEntry entry) -> " " + entry.registry() + "=" + entry.revision())
                        .collect(Collectors.joining());
    }
}
