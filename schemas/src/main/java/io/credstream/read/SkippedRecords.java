package io.credstream.read;

import io.credstream.model.Cause.Coordinates;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that an operator has a service skip although they say that only a newer build can read them: the way past a record that
 * lies. Each is named by its place, so the next one makes its partition wait again.
 *
 * @param places as {@link Coordinates#describe()} has them
 */
public record SkippedRecords(Set<String> places) {

    public static final SkippedRecords NONE = new SkippedRecords(Set.of());

    private static final String PLACE = "[^,@/\\s]+-\\d{1,9}@\\d{1,18}";

    public SkippedRecords {
        places = Set.copyOf(places);
    }

    /**
     * Reads places such as {@code credstream.pins-0@7}, separated by commas.
     *
     * @throws IllegalArgumentException naming what is not a place
     */
    public static SkippedRecords parse(String text) {
        return new SkippedRecords(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(place -> !place.isEmpty())
                .map(SkippedRecords::valid)
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean contains(ConsumerRecord<?, ?> record) {
        return !places.isEmpty()
                && places.contains(new Coordinates(record.topic(), record.partition(), record.offset()).describe());
    }

    private static String valid(String place) {
        if (!place.matches(PLACE)) {
            throw new IllegalArgumentException("invalid record '" + place
                    + "'; name it as /readyz does, TOPIC-PARTITION@OFFSET, e.g. credstream.pins-0@7");
        }
        return place;
    }
}
