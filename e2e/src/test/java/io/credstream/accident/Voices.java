package io.credstream.accident;

import static org.awaitility.Awaitility.await;

import io.credstream.accident.Accident.Where;
import io.credstream.accident.Accident.Words;
import io.credstream.e2e.Terminal;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What processes and commands say in the course of an accident, held to what they have to say. */
final class Voices {

    /** Far longer than a service makes no progress before it says so: on a busy machine it may be long before it gets to that. */
    private static final Duration SAYS_WITHIN = Duration.ofMinutes(4);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Pattern SAMPLE =
            Pattern.compile("^(credstream_\\S+_total(?:\\{.*})?) (\\S+)$", Pattern.MULTILINE);

    private final Scene scene;
    private final Accident accident;
    private final Map<Where, String> answers = new EnumMap<>(Where.class);
    private List<Words> unsaid;

    /** Those that were there when it began. */
    private final Map<OtherProcess, Before> before = new LinkedHashMap<>();

    /** How much a process had said, and what it had counted. */
    private record Before(int length, Map<String, Double> counted) {

        static final Before NOTHING = new Before(0, Map.of());
    }

    /** What has been said so far does not count. */
    Voices(Scene scene, Accident accident) {
        this.scene = scene;
        this.accident = accident;
        unsaid = accident.lasting();
        for (OtherProcess process : scene.processes()) {
            before.put(process, new Before(process.output().length(), counted(process)));
        }
    }

    Accident accident() {
        return accident;
    }

    /** Waits until all is said, by everybody who has to, that is said for as long as the accident lasts. */
    void untilSaid() {
        unsaid.forEach(words -> awaitSaid(words, true));
        unsaid = List.of();
        record("-meanwhile");
    }

    /** What is said for as long as the accident lasts, and has not been waited for. */
    List<Words> unsaid() {
        return unsaid;
    }

    /** Waits until somebody of each service has said what stays when the accident is over. */
    void untilRead() {
        accident.lines().forEach(words -> awaitSaid(words, false));
    }

    /** What a person sees who asks what has to be mended. */
    Terminal.Said doctor() {
        Terminal.Said said = scene.run(scene.kafka().withSetup("doctor"));
        answers.put(Where.DOCTOR, said.text());
        return said;
    }

    /** What a person sees who asks how clusters are watched. */
    String clusters() {
        String said = scene.run("get", "clusters").text();
        answers.put(Where.CLUSTERS, said);
        return said;
    }

    private void awaitSaid(Words words, boolean byAll) {
        await(words.toString())
                .dontCatchUncaughtExceptions()
                .atMost(SAYS_WITHIN)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    if (words.services().isEmpty()) {
                        hold(words, "a command", List.of(command(words.where())), byAll);
                    }
                    for (Service service : words.services()) {
                        hold(words, service.toString(), said(words.where(), service), byAll);
                    }
                });
    }

    private static void hold(Words words, String who, List<String> said, boolean byAll) {
        Pattern pattern = Pattern.compile(words.pattern(), Pattern.MULTILINE);
        Stream<Matcher> matchers = said.stream().map(pattern::matcher);
        if (said.isEmpty() || !(byAll ? matchers.allMatch(Matcher::find) : matchers.anyMatch(Matcher::find))) {
            String instead = words.where() == Where.METRICS ? "" : ", but " + said;
            throw new AssertionError(who + " does not say " + words + instead);
        }
    }

    private String command(Where where) {
        return switch (where) {
            case DOCTOR -> doctor().text();
            case CLUSTERS -> clusters();
            case READINESS, LOG, METRICS, COUNTER -> throw new IllegalArgumentException(where + " of no service");
        };
    }

    private List<String> said(Where where, Service service) {
        Stream<OtherProcess> processes = scene.processes(service).stream();
        return switch (where) {
            case READINESS -> processes.map(OtherProcess::readyz).toList();
            case METRICS -> processes.map(OtherProcess::metrics).toList();
            case LOG -> processes.map(this::news).toList();
            case COUNTER -> processes.map(this::grown).toList();
            case DOCTOR, CLUSTERS -> throw new IllegalArgumentException(where + " is said by no service");
        };
    }

    private String news(OtherProcess process) {
        return process.output()
                .substring(before.getOrDefault(process, Before.NOTHING).length());
    }

    /** The counters that have grown, each with by how much. */
    private String grown(OtherProcess process) {
        Map<String, Double> were = before.getOrDefault(process, Before.NOTHING).counted();
        return counted(process).entrySet().stream()
                .filter(counter -> counter.getValue() > were.getOrDefault(counter.getKey(), 0.0))
                .map(counter ->
                        counter.getKey() + " " + (counter.getValue() - were.getOrDefault(counter.getKey(), 0.0)))
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, Double> counted(OtherProcess process) {
        Map<String, Double> counted = new TreeMap<>();
        Matcher samples = SAMPLE.matcher(process.metrics());
        while (samples.find()) {
            counted.put(samples.group(1), Double.valueOf(samples.group(2)));
        }
        return counted;
    }

    /** Leaves in a file all that was said, for whoever wonders what an accident looks like. */
    void record() {
        record("");
    }

    private void record(String when) {
        StringBuilder text = new StringBuilder();
        for (Service service : Service.values()) {
            scene.readings()
                    .reasons(service)
                    .forEach(said -> text.append("%s was not ready: %s\n".formatted(service, said)));
        }
        for (OtherProcess process : scene.processes()) {
            text.append("\n== %s\n%s\n%s\n".formatted(process, process.readyz().strip(), grown(process)));
            news(process).lines().filter(Trial::isNews).forEach(line -> text.append(line + "\n"));
        }
        answers.forEach((where, said) -> text.append("\n== %s\n%s".formatted(where, said)));
        try {
            Files.writeString(scene.folder().resolveSibling("said-" + accident + when + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
