package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final String TOKEN = "Bearer not-a-real-token";

    @Test
    void codeNamesTheClassAndOurInnermostFrame() {
        assertThat(Fault.of(thrownBy(FaultTest::parse)).code()).isEqualTo("NumberFormatException at FaultTest.parse");
    }

    @Test
    void lambdasAndNestedClassesAreNamedAfterWhatIsAroundThem() {
        Fault fault = Fault.of(thrownBy(() -> Integer.parseInt(TOKEN)));
        assertThat(fault.code())
                .isEqualTo("NumberFormatException at FaultTest.lambdasAndNestedClassesAreNamedAfterWhatIsAroundThem");
        assertThat(Fault.of(new Nested()).code())
                .isEqualTo("FaultTest.Nested at FaultTest.lambdasAndNestedClassesAreNamedAfterWhatIsAroundThem");
    }

    @Test
    void wrappersDoNotCount() {
        Throwable wrapped = foreign(new CompletionException(TOKEN, thrownBy(FaultTest::parse)));
        assertThat(Fault.of(wrapped).code()).isEqualTo("NumberFormatException at FaultTest.parse");
    }

    @Test
    void causeFromAnotherThreadLeavesThePlaceThatWeKnow() {
        Throwable wrapper = new IllegalStateException(TOKEN, foreign(new IOException(TOKEN)));
        assertThat(Fault.of(wrapper).code()).startsWith("IllegalStateException at FaultTest.causeFrom");
    }

    @Test
    void withoutAnyFrameOfOursTheClassIsTheCode() {
        assertThat(Fault.of(foreign(new IOException(TOKEN))).code()).isEqualTo("IOException");
    }

    @Test
    void nothingOfAnyMessageIsLeft() {
        Throwable exception = new IllegalStateException(TOKEN, new IOException(TOKEN, thrownBy(FaultTest::parse)));
        exception.addSuppressed(new IllegalArgumentException(TOKEN));
        Fault fault = Fault.of(exception);

        assertThat(fault.code() + fault + fault.stackTrace() + printed(fault))
                .doesNotContain("not-a-real-token", "Bearer");
        assertThat(printed(fault))
                .contains("java.lang.IllegalStateException", "java.io.IOException", "java.lang.NumberFormatException")
                .contains("java.lang.IllegalArgumentException", "FaultTest.parse");
    }

    @Test
    void causesThatGoInCirclesEnd() {
        Exception first = new IllegalStateException(TOKEN);
        Exception second = new IllegalStateException(TOKEN, first);
        first.initCause(second);
        assertThat(printed(Fault.of(first))).doesNotContain(TOKEN);
    }

    private static void parse() {
        Integer.parseInt(TOKEN);
    }

    private static RuntimeException thrownBy(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    /** As if it came from a thread in which nothing of ours runs. */
    private static <T extends Throwable> T foreign(T exception) {
        exception.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("io.vertx.Loop", "run", "Loop.java", 1)});
        return exception;
    }

    private static String printed(Fault fault) {
        StringWriter text = new StringWriter();
        fault.stackTrace().printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class Nested extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
