package io.credstream.processor.streams;

/** Why a committed offset is not believed, so that its partition is read again from the beginning. */
public enum Doubt {
    /** The offset belongs to a topic of the same name that no longer exists. */
    TOPIC_ANEW("topic was created anew"),
    /** Somebody else committed it: an operator who moved the group, another tool, or a build that left no proof. */
    NOT_OURS("committed offset is not ours"),
    /** The topic has lost records. */
    BEYOND_END("offset beyond the end"),
    /** The changelogs are others than those that the state was kept in when the offset was committed. */
    STATE_LOST("state was lost"),
    /** The topics that decisions and bindings are sent to are others than then. */
    SAID_LOST("what was sent is lost");

    private final String text;

    Doubt(String text) {
        this.text = text;
    }

    /** For a person. */
    public String text() {
        return text;
    }
}
