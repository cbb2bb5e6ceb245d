package io.credstream.projection.secret;

import java.io.Serial;
import java.util.List;

/** A key file that cannot be used. Each problem names the file, the field and the fix; none quotes what is in it. */
public final class InvalidKeyFile extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidKeyFile(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
