package io.credstream.kube;

/**
 * A document that is not one. Carries no text of a parser, which may quote the document, and no stack trace: it is an answer.
 */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String fix;

    /**
     * @param where in the document, such as {@code line 3}
     * @param what is wrong
     */
    Unreadable(String where, String what, String fix) {
        super(what, null, false, false);
        this.where = where;
        this.fix = fix;
    }

    void report(Problems problems) {
        problems.add(where, String.valueOf(getMessage()), fix);
    }
}
