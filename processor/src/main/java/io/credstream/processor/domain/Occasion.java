package io.credstream.processor.domain;

/** Why a Manifest is decided. */
public enum Occasion {
    /** A record touched it, or the time came at which it is due. */
    EVENT,
    /** Everything is evaluated because the task's state was just restored: outputs of before may have been lost. */
    RESTORED,
    /** Everything is evaluated because a few minutes have passed, at least one commit since the last time. */
    PERIODIC
}
