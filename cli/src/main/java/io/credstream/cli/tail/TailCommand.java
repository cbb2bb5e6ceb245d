package io.credstream.cli.tail;

import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Following;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.text.Glob;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code credstream tail}. */
@Command(
        name = "tail",
        header = "Shows the records of topics, decoded, as they come: one JSON document a line, in the order of time.",
        description = {
            "Goes on until Ctrl-C, unless --no-follow or --until says otherwise. What nobody can read is a line that",
            "says so and where it is. 'credstream topics print' lists the topics."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream tail manifests                         what comes from now on",
            "  credstream tail credentials manifest-updates apply-reports --from 1h",
            "  credstream tail apply-reports --from beginning --no-follow | jq -r .value.result | sort | uniq -c",
            "  credstream tail cluster-status --cluster 'kcp-eu*' --from credstream.clusters-0@12 --until now"
        })
public final class TailCommand extends Configured<KafkaSettings> {

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Parameters(
            arity = "1..*",
            paramLabel = "TOPIC",
            description = "Names of topics, with the prefix or without; several are merged.")
    private List<String> names = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = From.Converter.class,
            description = "beginning, end, or " + When.FORMS + ". Default: end, or beginning if it does not go on.")
    private @Nullable From from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "End with what was appended up to then; 'now' is such a time too.")
    private @Nullable When until;

    @Option(
            names = {"-f", "--follow"},
            negatable = true,
            description = "Go on when all is shown that is there; --no-follow ends. Default: go on.")
    private @Nullable Boolean follow;

    @Option(
            names = "--cluster",
            paramLabel = "ID",
            description = "Show what is about this cluster only; '*' stands for any letters.")
    private @Nullable String cluster;

    public TailCommand() {
        super(KafkaSettings.class);
    }

    @Override
    protected Logs logs(KafkaSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected List<String> footer() {
        List<String> lines = new ArrayList<>(List.of("", "@|bold Fields|@"));
        lines.addAll(RecordLine.FIELDS);
        return lines;
    }

    @Override
    protected ExitCode run(KafkaSettings settings) throws InterruptedException {
        boolean endless = follow == null ? until == null : follow;
        if (endless && until != null) {
            throw new Failure(ExitCode.USAGE, List.of("--follow and --until exclude each other; leave one out"));
        }
        List<Topic<?>> topics = TopicNames.resolve(names, settings.topics(), settings.topicPrefix());
        try (LogReader log = LogReader.open(settings, err(), until)) {
            topics.forEach(topic -> requirePresent(topic, log));
            From begin = from != null ? from : endless ? new From.End() : new From.Beginning();
            Cut start = begin.in(log);
            Following.run(out(), following -> follow(log, topics, start, endless, following));
        }
        return ExitCode.FINE;
    }

    private void follow(LogReader log, List<Topic<?>> topics, Cut start, boolean endless, Following following)
            throws InterruptedException {
        LogSink printer = new Printer(following, cluster == null ? null : Glob.of(cluster));
        Cut shown = log.cut().of(topics);
        log.follow(topics, start, shown, printer);
        while (endless) {
            following.pause(PAUSE);
            Cut end = log.end(topics);
            if (!end.equals(shown)) {
                log.follow(topics, shown, end, printer);
                shown = end;
            }
        }
    }

    private static void requirePresent(Topic<?> topic, LogReader log) {
        if (log.end(List.of(topic)).offsets().isEmpty()) {
            throw new Failure(
                    ExitCode.FAILURE,
                    List.of("There is no topic " + topic + ", or it is not for you to see; "
                            + "see 'credstream topics check', and for the right to read it deploy/kafka/acls"));
        }
    }

    /** Prints what is about the clusters that are wanted; of what nobody can read, who knows. */
    private record Printer(Following following, @Nullable Pattern clusters) implements LogSink {

        @Override
        public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
            if (isWanted(record)) {
                following.print(RecordLine.of(record));
            }
        }

        private boolean isWanted(TopicRecord<?> record) {
            return clusters == null
                    || switch (record) {
                        case TopicRecord.Value<?> value -> isWanted(value.key());
                        case TopicRecord.Tombstone<?> tombstone -> isWanted(tombstone.key());
                        case TopicRecord.Unreadable<?> unreadable -> true;
                    };
        }

        private boolean isWanted(String key) {
            String first = key.substring(0, key.indexOf('/') < 0 ? key.length() : key.indexOf('/'));
            return clusters == null || clusters.matcher(first).matches();
        }
    }
}
