package io.credstream.ingest.watch;

/** Finds the end of a JSON value, byte by byte. Counts what a parser would make nodes of. Takes no memory for depth. */
final class JsonScan {

    /** What a byte is. */
    enum Step {
        WITHIN,
        /** The last one of the value. */
        LAST,
        /** The first one behind a number or a word. */
        BEHIND
    }

    private long depth;
    private long nodes;
    private boolean begun;
    private boolean scalar;
    private boolean inString;
    private boolean escaped;

    Step next(int c) {
        if (inString) {
            return inString(c);
        }
        return switch (c) {
            case '"', '{', '[' -> scalar ? Step.BEHIND : begin(c);
            case '}', ']' -> {
                if (depth == 0) {
                    yield Step.BEHIND;
                }
                yield --depth == 0 ? Step.LAST : Step.WITHIN;
            }
            case ',' -> {
                nodes++;
                yield depth == 0 ? Step.BEHIND : Step.WITHIN;
            }
            case ':', ' ', '\n', '\r', '\t' -> depth == 0 && begun ? Step.BEHIND : Step.WITHIN;
            default -> {
                if (depth == 0) {
                    begun = true;
                    scalar = true;
                }
                yield Step.WITHIN;
            }
        };
    }

    private Step begin(int c) {
        begun = true;
        if (c == '"') {
            inString = true;
        } else {
            depth++;
            nodes++;
        }
        return Step.WITHIN;
    }

    /** Whether the value may be over when nothing follows: only numbers and words do not say so themselves. */
    boolean endsHere() {
        return scalar && depth == 0 && !inString;
    }

    /** Objects, lists and members: what a parsed value takes memory for besides its text. */
    long nodes() {
        return nodes + 1;
    }

    private Step inString(int c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
            return depth == 0 ? Step.LAST : Step.WITHIN;
        }
        return Step.WITHIN;
    }
}
