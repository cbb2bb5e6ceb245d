package io.credstream.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * How a service is, derived from what its own loops did last, so that a loop that is dead or stuck cannot look well.
 *
 * @param live whether every loop that should turn does; if not, only a restart helps
 * @param ready whether it does its work
 * @param reasons why it is not both, for a person
 */
public record Health(boolean live, boolean ready, List<String> reasons) {

    /** It does its work. */
    public static final Health FINE = new Health(true, true, List.of());

    public Health {
        reasons = List.copyOf(reasons);
    }

    /** It will do its work without being started anew. */
    public static Health notReady(String reason) {
        return new Health(true, false, List.of(reason));
    }

    /** Only a restart helps. */
    public static Health dead(String reason) {
        return new Health(false, false, List.of(reason));
    }

    /** Both together: as well as the worse one. */
    public Health and(Health other) {
        List<String> all = new ArrayList<>(reasons);
        all.addAll(other.reasons);
        return new Health(live && other.live, ready && other.ready, all);
    }
}
