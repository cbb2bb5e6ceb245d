package io.credstream.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Whether somebody looks. */
public final class Terminals {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminals() {}

    /** Whether the answer goes to a terminal. */
    public static boolean isOutput() {
        return isTerminal(1);
    }

    /** Whether messages and progress go to a terminal. */
    public static boolean isError() {
        return isTerminal(2);
    }

    /** Whether the answer may be coloured; see <a href="https://no-color.org">no-color.org</a>. */
    public static boolean isColoured() {
        String noColor = System.getenv("NO_COLOR");
        return isOutput() && (noColor == null || noColor.isEmpty());
    }

    /** The JDK tells only whether both input and output are terminals, and that differently in each version, as picocli knows. */
    private static boolean isTerminal(int descriptor) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Ansi.AUTO.enabled();
        }
        try {
            String target =
                    Files.readSymbolicLink(DESCRIPTORS.resolve("" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
