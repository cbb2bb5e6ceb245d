package io.credstream.read;

import io.credstream.avro.FieldReader;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * How keys of a topic stand, as {@link LatestByKey} would find, from versions alone: no value is kept or decoded. What nobody can
 * read says nothing about its key, unless it is only newer than this build.
 */
public final class Standings {

    private final Topic<?> topic;
    private final FieldReader<Version> versions;
    private final Predicate<String> wanted;
    private final Map<String, Standing> standings = new HashMap<>();
    private final Set<String> newer = new HashSet<>();
    private long taken;

    /**
     * @param topic whose values have a version
     * @param wanted which keys count
     */
    public Standings(Topic<?> topic, Predicate<String> wanted) {
        this.topic = topic;
        this.versions = topic.serde().field("version", Version.class);
        this.wanted = wanted;
    }

    void take(ConsumerRecord<String, byte[]> record) {
        taken++;
        String key = record.key();
        if (key == null || !wanted.test(key)) {
            return;
        }
        Version version = version(record);
        if (version != null) {
            Standing before = standings.get(key);
            if (before == null || !version.isOlderThan(before.version())) {
                standings.put(key, new Standing(version, record.value() != null));
            }
        } else if (topic.serde().newer(record.headers(), record.value()).isPresent()) {
            newer.add(key);
        }
    }

    /** By key. */
    public Map<String, Standing> byKey() {
        return standings;
    }

    /** Keys of which only a newer build can read something. */
    public Set<String> newer() {
        return newer;
    }

    /** How many records were read, wanted or not. */
    public long taken() {
        return taken;
    }

    @SuppressWarnings("UnusedException") // the cause can quote what must not be copied
    private @Nullable Version version(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return DeletionHeaders.read(record.headers()).map(Deletion::version).orElse(null);
        }
        try {
            return versions.read(record.value());
        } catch (SerializationException e) {
            return null;
        }
    }
}
