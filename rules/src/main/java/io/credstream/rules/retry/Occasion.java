package io.credstream.rules.retry;

/** Why a Manifest is decided. */
public enum Occasion {
    /** A record touched it, or the time came at which it is due. */
    EVENT,
    /** Everything is evaluated because the task's state was just restored: outputs of before may have been lost. */
    RESTORED,
    /** As {@link #RESTORED}, and what the sink was told before is lost, so that it waits for nothing. */
    UNHEARD,
    /** Everything is evaluated because a few minutes have passed, at least one commit since the last time. */
    PERIODIC;

    /** Whether everything that is still to be done is said, for outputs of before may have been lost. */
    public boolean isBeginning() {
        return this == RESTORED || this == UNHEARD;
    }
}
