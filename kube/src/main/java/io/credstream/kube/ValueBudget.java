package io.credstream.kube;

/** How much of one document is read. An alias costs what a value does, so that a few lines of YAML never become gigabytes. */
final class ValueBudget {

    /** Enough for some thousand contexts, each with its cluster and user. */
    static final int VALUES = 100_000;

    /** A kubeconfig needs 6 levels; extensions may need more. */
    static final int DEPTH = 50;

    private int values;
    private int depth;

    void spend(int more) throws Unreadable {
        values += more;
        if (values > VALUES) {
            throw new Unreadable(
                    "file",
                    "has more than " + VALUES + " values",
                    "give a kubeconfig with this context only (kubectl config view --minify --flatten --raw)");
        }
    }

    void enter() throws Unreadable {
        depth++;
        if (depth > DEPTH) {
            throw new Unreadable("file", "is nested more than " + DEPTH + " levels deep", "write a kubeconfig");
        }
    }

    void leave() {
        depth--;
    }
}
