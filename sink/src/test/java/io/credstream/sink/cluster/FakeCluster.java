package io.credstream.sink.cluster;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster that answers as it is told to, at once or when it is told to. */
public final class FakeCluster implements ClusterAccess {

    public static final Outcome DEAD = unavailable(null);

    public final List<Decision> requests = new CopyOnWriteArrayList<>();
    public final List<Decision> announced = new CopyOnWriteArrayList<>();

    /** How often connections were given up. */
    public int resets;

    private final Map<Decision, CompletableFuture<Outcome>> open = new ConcurrentHashMap<>();
    private volatile @Nullable Function<Decision, Outcome> behaviour = decision -> new Outcome.Applied("11");

    public static Outcome unavailable(@Nullable Duration retryAfter) {
        return new Outcome.Unavailable(new Trouble(Condition.UNREACHABLE, "fake", "none"), retryAfter);
    }

    public static Outcome forbidden() {
        return new Outcome.Forbidden(Trouble.of(403).orElseThrow());
    }

    public void answers(Function<Decision, Outcome> answer) {
        behaviour = answer;
    }

    public void isDead() {
        behaviour = decision -> DEAD;
    }

    public void isWell() {
        behaviour = decision -> new Outcome.Applied("11");
    }

    /** From now on nothing is answered before {@link #answer}. */
    public void isSlow() {
        behaviour = null;
    }

    public void answer(Decision decision, Outcome outcome) {
        CompletableFuture<Outcome> answer = open.remove(decision);
        if (answer == null) {
            throw new AssertionError("not under way: " + decision);
        }
        answer.complete(outcome);
    }

    /** Offsets of the decisions, in the order in which they came. */
    public List<Long> offsets() {
        return requests.stream().map(decision -> decision.at().offset()).toList();
    }

    @Override
    public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
        return write(decision);
    }

    @Override
    public void announce(Decision decision) {
        announced.add(decision);
    }

    @Override
    public void reset() {
        resets++;
    }

    public CompletableFuture<Outcome> write(Decision decision) {
        Function<Decision, Outcome> atOnce = behaviour;
        var answer = new CompletableFuture<Outcome>();
        if (atOnce == null) {
            open.put(decision, answer);
        } else {
            answer.complete(atOnce.apply(decision));
        }
        requests.add(decision);
        return answer;
    }
}
