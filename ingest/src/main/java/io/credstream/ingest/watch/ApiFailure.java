package io.credstream.ingest.watch;

/** Carries a {@link Failure} from where it is found to where it is dealt with. */
sealed class ApiFailure extends Exception {

    /** No answer began for as long as was waited. */
    static final class Unanswered extends ApiFailure {
        private static final long serialVersionUID = 1L;

        Unanswered(Failure failure) {
            super(failure);
        }
    }

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    ApiFailure(Failure failure) {
        super(failure.getClass().getSimpleName(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
