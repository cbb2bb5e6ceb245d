package io.credstream.sink.report;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.observe.DeadLetterCount;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;

/** What is measured of the writes of a sink. Thread-safe. */
public final class WriteMeters {

    private static final String NONE = "";

    private final Meters meters;
    private final Clock clock;
    private final Timer convergence;
    private final DeadLetterCount deadLetters;

    public WriteMeters(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.convergence = meters.timer(Metric.CONVERGENCE);
        this.deadLetters = new DeadLetterCount(meters, Metric.Part.SINK);
        for (Result result : Result.values()) {
            if (result != Result.UNAVAILABLE) {
                count(result, NONE, 0);
            }
        }
        for (Condition condition : Condition.values()) {
            count(Result.UNAVAILABLE, Meters.label(condition), 0);
        }
    }

    /** A broker's clock that is ahead of ours does not make time run backwards. */
    void settled(Decision decision, Outcome.Settled outcome) {
        count(outcome.result(), NONE, 1);
        if (outcome.result() == Result.APPLIED) {
            Duration took = Duration.between(decision.decided(), clock.instant());
            convergence.record(took.isNegative() ? Duration.ZERO : took);
        }
    }

    void delayed(Trouble trouble) {
        count(Result.UNAVAILABLE, Meters.label(trouble.condition()), 1);
    }

    void held() {
        count(Result.HELD, NONE, 1);
    }

    void putAside(DeadLetter.Code code) {
        deadLetters.add(code);
    }

    private void count(Result result, String condition, int more) {
        meters.counter(Metric.APPLIES, Meters.label(result), condition).increment(more);
    }
}
