package io.credstream.cli;

import java.io.Serial;
import java.util.List;
import java.util.Objects;

/** Why a command ends without success, in lines for a person: each says what is wrong and what to do about it. */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<String> lines;

    public Failure(ExitCode exitCode, List<String> lines) {
        super(String.join("\n", lines));
        this.exitCode = Objects.requireNonNull(exitCode);
        this.lines = List.copyOf(lines);
    }

    public Failure(ExitCode exitCode, String line, Throwable cause) {
        super(line, cause);
        this.exitCode = Objects.requireNonNull(exitCode);
        this.lines = List.of(line);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
