package io.credstream.cli;

/** What a command's exit code means; the same for all commands, so that scripts need to know one table. */
public enum ExitCode {
    /** Done, and nothing to say about it. */
    FINE(0, "fine"),
    /** It could not be done, for example because a broker does not answer. */
    FAILURE(1, "failure"),
    /** The command line, a setting or a file is wrong; nothing was done. */
    USAGE(2, "usage: the command line, a setting or a file is wrong, and nothing was done"),
    /** Done, and there is something to see, such as a difference in a dry run. */
    SOMETHING_TO_SEE(3, "there is something to see, such as a difference in a dry run"),
    /** What was asked about would break something. */
    BREAKS(4, "it breaks something"),
    /** The log does not say enough for an answer. */
    CANNOT_KNOW(5, "cannot know");

    private final int code;
    private final String description;

    ExitCode(int code, String description) {
        this.code = code;
        this.description = description;
    }

    public int code() {
        return code;
    }

    /** For {@code --help}. */
    public String description() {
        return description;
    }
}
