package io.credstream.accident;

import io.credstream.guarantee.Service;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that happens to Kafka or to the services.
 *
 * @param name for whoever chooses it
 * @param deed what happens, with a change during or after it
 * @param restarts whether the services start again in its course: it is compared with a change before such a start
 * @param brokers how many there are, one or three
 * @param brief whether it belongs to those that the short form has time for
 * @param repeats how many requests to patch there may be beyond one for each Manifest that has to change
 * @param lasting what is said for as long as it lasts; its deed says when that is, and goes on when all of it has been said
 * @param lines what is to be read or counted when it is over
 */
record Accident(
        String name,
        Deed deed,
        boolean restarts,
        int brokers,
        boolean brief,
        int repeats,
        List<Words> lasting,
        List<Words> lines) {

    /** Lets it happen to the fleet of the scene. When it returns, all that is left to do is to wait. */
    interface Deed {
        void happen(Scene scene);
    }

    /** Where something is said. */
    enum Where {
        /** The answer of {@code /readyz} of a process that is not ready. */
        READINESS,
        /** The output of a process since the accident began. */
        LOG,
        /** The answer of {@code /metrics}. */
        METRICS,
        /** A series of {@code /metrics} that has grown since the accident began. */
        COUNTER,
        /** {@code credstream doctor}. */
        DOCTOR,
        /** {@code credstream get clusters}. */
        CLUSTERS
    }

    /**
     * What has to be said.
     *
     * @param services who says it; none for commands
     * @param pattern a regular expression that is found in it
     */
    record Words(Where where, List<Service> services, String pattern) {

        @Override
        public String toString() {
            return where + " " + services + " '" + pattern + "'";
        }
    }

    static Accident of(String name, Deed deed) {
        return new Accident(name, deed, false, 1, false, 0, List.of(), List.of());
    }

    /** The same, compared with the start of services. */
    Accident withRestart() {
        return new Accident(name, deed, true, brokers, brief, repeats, lasting, lines);
    }

    /** The same, on three brokers. */
    Accident onThreeBrokers() {
        return new Accident(name, deed, restarts, 3, brief, repeats, lasting, lines);
    }

    /** The same, also in the short form. */
    Accident inShort() {
        return new Accident(name, deed, restarts, brokers, true, repeats, lasting, lines);
    }

    /** The same, which cannot do without some requests more. */
    Accident repeating(int more) {
        return new Accident(name, deed, restarts, brokers, brief, more, lasting, lines);
    }

    /** The same, where every process of each of the services, or a command, says something for as long as it lasts. */
    Accident lasting(Where where, String pattern, Service... services) {
        List<Words> more = and(lasting, new Words(where, List.of(services), pattern));
        return new Accident(name, deed, restarts, brokers, brief, repeats, more, lines);
    }

    /** The same, of which a process of each of the services says something that is still there when it is over. */
    Accident saying(Where where, String pattern, Service... services) {
        List<Words> more = and(lines, new Words(where, List.of(services), pattern));
        return new Accident(name, deed, restarts, brokers, brief, repeats, lasting, more);
    }

    private static List<Words> and(List<Words> words, Words more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
