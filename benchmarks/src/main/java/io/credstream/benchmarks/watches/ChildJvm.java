package io.credstream.benchmarks.watches;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM, of the same kind and on the same class path; what it holds is asked from outside. It ends with this one. */
final class ChildJvm implements AutoCloseable {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String SILENT = "-Dlogback.configurationFile=io/credstream/benchmarks/watches/silent.xml";
    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern LIVE_THREADS = Pattern.compile("(?m)^java\\.threads\\.live=(\\d+)");
    private static final int END_OF_ORDERS = 5;
    private static final int NETTY_ASKS_FROM = 24;

    private final Process process;
    private final BufferedReader lines;
    private final Writer orders;
    private final Thread last;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.last = new Thread(process::destroyForcibly);
    }

    /** Starts a program; what it complains of is shown. */
    static ChildJvm start(Program program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(JAVA_HOME.resolve("bin/java").toString(), "-Xmx4g", SILENT));
        if (Runtime.version().feature() >= NETTY_ASKS_FROM) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.main()));
        command.addAll(program.arguments());
        command.addAll(Arrays.asList(arguments));
        ChildJvm child = new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        Runtime.getRuntime().addShutdownHook(child.last);
        return child;
    }

    /** Asks, and waits for the line that answers. */
    String ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        return readLine();
    }

    /** The next line that it prints. */
    String readLine() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("a process of the benchmark ended before its time");
        }
        return line;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Of everything that can be reached, after full collections of garbage. */
    long liveBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        return number(LIVE_BYTES, jcmd("GC.class_histogram"));
    }

    /** Of the operating system. */
    long liveThreads() throws IOException, InterruptedException {
        return number(LIVE_THREADS, jcmd("PerfCounter.print"));
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process asking = new ProcessBuilder(
                        JAVA_HOME.resolve("bin/jcmd").toString(), Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asking.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + answer);
        }
        return answer;
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("jcmd says nothing that matches " + pattern);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** A program that takes orders ends with them; any other has nothing to lose. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(END_OF_ORDERS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(last);
    }
}
