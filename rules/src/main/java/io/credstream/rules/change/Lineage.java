package io.credstream.rules.change;

import static java.lang.Integer.MAX_VALUE;

import io.credstream.model.Cause;
import io.credstream.rules.decide.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How what a Manifest is to become has changed since it was last as it should be, and because of what: so a decision names every
 * change that still contributes to it, and none that was undone (R21).
 *
 * <p>Each {@link Aspect} of the Manifest has a path of its own, from what was there through all that it was to become. What leads back
 * to where the path has been is cut off: a mistake that was undone contributes no longer. So is what has been observed since: it is
 * written.
 *
 * @param since when it began; nothing is known of what was decided before
 * @param links of all aspects, in the order in which they followed
 */
public record Lineage(Instant since, List<Link> links) {

    /** Of one aspect; more differ in nothing that anybody looks at. */
    static final int MAX_LINKS = 64;

    public Lineage {
        links = List.copyOf(links);
    }

    /**
     * What a change did.
     *
     * @param before a digest of what was wanted before it, or was there
     * @param after a digest of what is wanted because of it
     */
    public record Link(Aspect aspect, Cause cause, String before, String after) {}

    /**
     * The lineage of a decision.
     *
     * @param before that of what was decided about the Manifest before; absent if nothing is known of it
     * @param ordered whether an operator ordered this very end, whatever was wanted before (R19, R20)
     */
    public static Lineage of(@Nullable Lineage before, Decision.Update decision, boolean ordered, Instant now) {
        Lineage start = before == null
                ? new Lineage(now, List.of())
                : ordered ? new Lineage(before.since(), List.of()) : before;
        Set<Cause> undone = start.undoneBy(decision);
        List<Link> next = new ArrayList<>();
        for (Aspect aspect : Aspect.values()) {
            List<Link> path = new ArrayList<>(start.path(aspect));
            path.removeIf(link -> !aspect.isSelector() && undone.contains(link.cause()));
            next.addAll(followed(path, aspect, decision));
        }
        next.sort(Comparator.comparingInt(
                link -> start.links().contains(link) ? start.links().indexOf(link) : MAX_VALUE));
        return new Lineage(start.since(), next);
    }

    /** Every change that contributes, in the order in which they came. */
    public List<Cause> causes() {
        return links.stream().map(Link::cause).distinct().toList();
    }

    /** Those that contribute nothing but another revision: the same Secrets with other content, say. */
    public List<Cause> announced() {
        Set<Cause> more = links.stream()
                .filter(link -> link.aspect() != Aspect.REVISION)
                .map(Link::cause)
                .collect(Collectors.toSet());
        return causes().stream().filter(cause -> !more.contains(cause)).toList();
    }

    private List<Link> path(Aspect aspect) {
        return links.stream().filter(link -> link.aspect() == aspect).toList();
    }

    private static List<Link> followed(List<Link> before, Aspect aspect, Decision.Update decision) {
        String observed = aspect.observed(decision);
        String desired = aspect.desired(decision);
        if (observed.equals(desired)) {
            return List.of();
        }
        List<Link> path = upTo(desired, since(observed, before));
        String last = path.isEmpty() ? observed : path.getLast().after();
        if (last.equals(desired)) {
            return path;
        }
        List<Link> next = new ArrayList<>(path);
        next.add(new Link(aspect, decision.update().cause(), last, desired));
        if (next.size() > MAX_LINKS) {
            next.remove(MAX_LINKS / 2); // the oldest and the newest tell most
        }
        return next;
    }

    /** What came after something that has been observed by now. */
    private static List<Link> since(String observed, List<Link> path) {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i).after().equals(observed)) {
                return path.subList(i + 1, path.size());
            }
        }
        return path;
    }

    /** What led to something that is wanted again; all of it if that was not on the way. */
    private static List<Link> upTo(String desired, List<Link> path) {
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).before().equals(desired)) {
                return path.subList(0, i);
            }
        }
        return path;
    }

    /**
     * Changes of selectors of which nothing is left in any selector, because what they wanted is wanted no longer. What else they did
     * followed from that: the state and the revision of a selector say nothing of another one.
     */
    private Set<Cause> undoneBy(Decision.Update decision) {
        Set<Cause> undone = new HashSet<>();
        Set<Cause> left = new HashSet<>();
        for (Aspect aspect : Aspect.values()) {
            if (aspect.isSelector()) {
                List<Link> path = path(aspect);
                List<Link> kept = upTo(aspect.desired(decision), path);
                kept.forEach(link -> left.add(link.cause()));
                path.forEach(link -> undone.add(link.cause()));
            }
        }
        undone.removeAll(left);
        return undone;
    }
}
