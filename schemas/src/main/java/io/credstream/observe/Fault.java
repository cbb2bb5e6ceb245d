package io.credstream.observe;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An unexpected exception without its message: a code for a state, a dead letter or a metric, and a stack trace for a log. The
 * messages of client libraries can hold headers, tokens and addresses with user info, so none is ever copied.
 *
 * @param code the exception's class, and the innermost of our own frames: {@code NullPointerException at FeedWatch.list}
 * @param stackTrace classes and frames, to be given to a logger as the cause
 */
public record Fault(String code, StackTrace stackTrace) {

    private static final String OWN = "io.credstream.";
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$([^$]+)\\$\\d+");
    private static final Pattern ANONYMOUS = Pattern.compile("\\$\\d+");

    /** Describes an exception. The cause that came through our own code last gives the code; wrappers around it do not count. */
    public static Fault of(Throwable exception) {
        return new Fault(codeOf(exception), StackTrace.of(exception, seen()));
    }

    @Override
    public String toString() {
        return code;
    }

    private static String codeOf(Throwable exception) {
        String code = null;
        Set<Throwable> seen = seen();
        for (Throwable cause = exception; cause != null && seen.add(cause); cause = cause.getCause()) {
            String name = simpleName(cause.getClass().getName());
            Optional<String> place = place(cause);
            code = place.map(at -> name + " at " + at).orElse(code);
        }
        return code == null ? simpleName(exception.getClass().getName()) : code;
    }

    private static Optional<String> place(Throwable exception) {
        return Arrays.stream(exception.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OWN))
                .findFirst()
                .map(frame -> simpleName(frame.getClassName()) + "." + method(frame.getMethodName()));
    }

    private static String simpleName(String className) {
        String name = className.substring(className.lastIndexOf('.') + 1);
        return ANONYMOUS.matcher(name).replaceAll("").replace('$', '.');
    }

    private static String method(String name) {
        return LAMBDA.matcher(name).replaceAll("$1").replace("<", "").replace(">", "");
    }

    private static Set<Throwable> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Where an exception and its causes came from. Its message, and those of its causes, are the names of their classes. */
    public static final class StackTrace extends Throwable {

        private static final long serialVersionUID = 1;

        private StackTrace(String className, StackTraceElement[] frames, @Nullable Throwable cause) {
            super(className, cause, true, true);
            setStackTrace(frames);
        }

        private static StackTrace of(Throwable exception, Set<Throwable> seen) {
            seen.add(exception);
            Throwable cause = exception.getCause();
            StackTrace trace = new StackTrace(
                    exception.getClass().getName(),
                    exception.getStackTrace(),
                    cause == null || seen.contains(cause) ? null : of(cause, seen));
            for (Throwable suppressed : exception.getSuppressed()) {
                if (!seen.contains(suppressed)) {
                    trace.addSuppressed(of(suppressed, seen));
                }
            }
            return trace;
        }
    }
}
