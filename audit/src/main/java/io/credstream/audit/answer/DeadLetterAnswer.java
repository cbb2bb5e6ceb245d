package io.credstream.audit.answer;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a service could not use, as often as it met it.
 *
 * @param where what could not be used
 * @param object that it is about, as far as that is known
 * @param since when it was said first, and {@code last} when last
 * @param record the last that says so
 */
public record DeadLetterAnswer(
        Cause where,
        DeadLetter.Code problem,
        String means,
        @Nullable String object,
        String service,
        int times,
        Instant since,
        Instant last,
        Coordinates record) {

    public static DeadLetterAnswer of(TopicRecord.Value<DeadLetter> record) {
        DeadLetter letter = record.value();
        return new DeadLetterAnswer(
                letter.cause(),
                letter.code(),
                means(letter.code()),
                letter.object(),
                letter.service(),
                1,
                record.time(),
                record.time(),
                record.at());
    }

    /** The same, met once more. */
    public DeadLetterAnswer again(DeadLetterAnswer later) {
        return new DeadLetterAnswer(where, problem, means, object, service, times + 1, since, later.last, later.record);
    }

    /** The same thing, whenever it is met. */
    public DeadLetter letter() {
        return new DeadLetter(service, problem, object, where);
    }

    private static String means(DeadLetter.Code code) {
        return switch (code) {
            case UNDECODABLE ->
                "its bytes are no value of its topic; find out who else writes there, or which version of Credstream did";
            case INVALID_KEY ->
                "its key is not of the topic's form, or not that of its value; find out who else writes there";
            case INCOMPLETE_DELETION -> "a deletion that does not say what was deleted; find out who else writes there";
            case INVALID_OBJECT -> "an object without what every object has; see it in its cluster";
            case TOO_LARGE -> "more bytes than its budget allows; make it smaller, or raise the budget";
            case FAULT -> "handling it failed unexpectedly; the service's log has the stack trace, please report it";
        };
    }
}
