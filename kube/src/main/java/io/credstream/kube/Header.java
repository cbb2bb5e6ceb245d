package io.credstream.kube;

import java.nio.charset.StandardCharsets;

/** A header that says who we are. Its value is a credential more often than not, and is never shown. */
record Header(String name, String value) {

    private static final String TOKEN_CHARACTERS = "!#$&'*+-.^_`|~";

    Header {
        if (!isSafe(value)) {
            throw new IllegalArgumentException("not the value of a header");
        }
    }

    /** Whether HTTP can carry a value as it is. What is not ASCII would arrive as something else. */
    static boolean isSafe(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
    }

    /** What HTTP does not allow in a name, percent-encoded, as the API server reads it. */
    static String escapedName(String name) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || TOKEN_CHARACTERS.indexOf(c) >= 0);
            escaped.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
