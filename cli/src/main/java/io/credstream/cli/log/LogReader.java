package io.credstream.cli.log;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Log;
import io.credstream.audit.Unhandled;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.output.Following;
import io.credstream.cli.output.Progress;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.text.Names;
import io.credstream.model.Cause.Coordinates;
import io.credstream.read.Cut;
import io.credstream.read.LatestByKey;
import io.credstream.read.Snapshots;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicReader.RecordSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the log for one answer, up to a moment, with progress on a terminal. */
public final class LogReader implements Log, AutoCloseable {

    private static final int SHOWN = 5;

    /** A shorter topic is read sooner than the brokers have said whether a snapshot of it holds. */
    private static final long LONG = 50_000;

    private final KafkaSettings kafka;
    private final KafkaClients clients;
    private final PrintWriter err;
    private final LongAdder arrived = new LongAdder();
    private final Unhandled unhandled = new Unhandled(LogReader::isMeant);
    private int named;
    private final TopicReader reader;
    private final Window window;
    private final Instant moment;
    private final Cut cut;
    private final Optional<Path> folder;
    private @Nullable Snapshots snapshots;

    private LogReader(
            KafkaSettings kafka,
            PrintWriter err,
            KafkaClients clients,
            Instant now,
            @Nullable When at,
            Optional<Path> folder) {
        this.kafka = kafka;
        this.clients = clients;
        this.folder = folder;
        this.err = err;
        this.reader = new TopicReader(clients, arrived::add);
        this.window = new Window(clients, kafka.topics());
        try {
            this.moment = at == null ? now : resolve(at, now);
            Gaps.of(reader, kafka.topics()).check(moment, err);
            List<Topic<?>> all = kafka.topics().all();
            this.cut = at == null ? reader.end(all) : reader.at(all, moment);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** All that is in the log now. Throws a {@link Failure} if there is no broker. */
    public static LogReader open(KafkaSettings kafka, PrintWriter err) throws InterruptedException {
        return open(kafka, err, null);
    }

    /**
     * The log as it was.
     *
     * @param at the last moment that counts; now if absent
     * @throws Failure if there is no broker, or the log does not go back that far
     */
    public static LogReader open(KafkaSettings kafka, PrintWriter err, @Nullable When at) throws InterruptedException {
        return open(kafka, err, at, Optional.empty());
    }

    /** As above; what it says now is read from where a snapshot ends, if these settings do not say otherwise. */
    public static LogReader open(GetSettings settings, PrintWriter err, @Nullable When at) throws InterruptedException {
        return open(settings.kafka(), err, at, settings.snapshots());
    }

    static LogReader open(KafkaSettings kafka, PrintWriter err, @Nullable When at, Optional<Path> snapshots)
            throws InterruptedException {
        KafkaClients clients = Brokers.impatient(kafka);
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            return new LogReader(kafka, err, clients, now, at, at == null ? snapshots : Optional.empty());
        } catch (TimeoutException e) {
            throw Brokers.silent(kafka.bootstrapServers(), e);
        }
    }

    @Override
    public Topics topics() {
        return kafka.topics();
    }

    @Override
    public Instant moment() {
        return moment;
    }

    @Override
    public Cut cut() {
        return cut;
    }

    /** The line after another moment, at the latest the one up to which is read. */
    public Cut cut(When when) {
        Instant other = resolve(when, moment);
        return other.isBefore(moment) ? reader.at(kafka.topics().all(), other) : cut;
    }

    /** The line before a moment, so that what was appended in that very moment comes after it. */
    public Cut before(When when) {
        return before(resolve(when, moment));
    }

    @Override
    public Cut before(Instant other) {
        return reader.at(kafka.topics().all(), other.minusMillis(1));
    }

    /**
     * The key that somebody means, among all that a topic ever had.
     *
     * @param what the kind of thing, in the singular
     * @throws Failure if there is none, naming the nearest, or several, naming them
     */
    public String key(String name, Topic<?> topic, String what) {
        boolean whole = keys(topic, cut.of(List.of(topic), List.of(name))).contains(name);
        return whole ? name : Names.resolve(name, keys(topic, cut), what);
    }

    /** What all answers from here are based on. */
    public Basis basis(List<? extends Topic<?>> topics) {
        return Basis.of(moment, cut.of(topics), unhandled.all());
    }

    /** The latest of every key; what cannot be read is said and skipped. */
    public <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        progressing("Reading " + topic.name(), () -> reader.readLatest(topic, cut, snapshots(topic, cut), latest));
        complain(latest, topic);
        return latest;
    }

    /** All that the log says. */
    public Facts facts() {
        return facts(cut, moment);
    }

    /** What some topics say; of all others, nothing. */
    public Facts facts(List<? extends Topic<?>> some) {
        Facts facts = new Facts(topics(), moment, unhandled);
        some.forEach(topic -> fill(facts, topic, cut));
        return facts;
    }

    @Override
    public Facts facts(Cut to, Instant then) {
        Facts facts = new Facts(topics(), then, unhandled);
        Facts.of(topics()).forEach(topic -> fill(facts, topic, to));
        return facts;
    }

    /** What a topic says since a line, in the order of the log within each partition. */
    public <V extends Record> void read(Topic<V> topic, Cut from, RecordSink<V> sink) {
        progressing("Reading " + topic.name(), () -> reader.read(topic, from, cut, contained(sink)));
    }

    /** The fleet, under the code that decides in the processor. */
    public Fleet fleet() {
        Fleet fleet = Fleet.of(facts());
        if (!fleet.unlisted().isEmpty()) {
            err.println(
                    "Not listed completely: " + some(fleet.unlisted()) + "; what is said of that is as last known.");
        }
        if (!fleet.incomplete().isEmpty()) {
            err.println("Warning: objects over budget are missing from " + some(fleet.incomplete())
                    + "; 'credstream get clusters -o wide' shows how many.");
        }
        return fleet;
    }

    @Override
    public void inOrder(List<? extends Topic<?>> topics, Cut from, Cut to, LogSink sink) {
        progressing("Reading the log", () -> reader.readInOrder(topics, from, to, contained(sink)));
    }

    @Override
    public void inOrder(List<? extends Topic<?>> topics, Set<String> keys, Cut from, Cut to, LogSink sink) {
        progressing("Reading the log", () -> reader.readInOrder(topics, keys, from, to, contained(sink)));
    }

    /** The line after all that is there by now, for who follows the log. */
    public Cut end(List<? extends Topic<?>> topics) {
        return reader.end(topics);
    }

    /** What lies between two lines, in the order of time; for who prints as it goes, and so shows no other progress. */
    public void follow(List<? extends Topic<?>> topics, Cut from, Cut to, LogSink sink) {
        reader.readInOrder(topics, from, to, contained(sink));
        nameUnhandled();
    }

    @Override
    public Optional<TopicRecord<?>> record(Coordinates place) {
        return topics().all().stream()
                .filter(topic -> topic.name().equals(place.topic()))
                .findFirst()
                .flatMap(topic -> reader.record(topic, place.partition(), place.offset()));
    }

    /** The records that could not be handled, and so are missing from whatever is answered. */
    public Unhandled unhandled() {
        return unhandled;
    }

    /** What an exit code becomes because of them: fine is only what is known. */
    public ExitCode exitCode(ExitCode otherwise) {
        return otherwise == ExitCode.FINE && !unhandled.isEmpty() ? ExitCode.CANNOT_KNOW : otherwise;
    }

    @Override
    public void close() {
        reader.close();
        nameUnhandled();
    }

    /** What ends a query, and says why. */
    private static boolean isMeant(RuntimeException e) {
        return e instanceof Failure || e instanceof KafkaException || Following.isEnd(e);
    }

    /** Once each time that there are more. */
    private void nameUnhandled() {
        List<String> all = unhandled.all();
        if (all.size() > named) {
            named = all.size();
            err.println("Warning: " + all.size() + " records could not be handled and are missing from the answer: "
                    + some(all)
                    + ". Please report this; 'credstream get dead-letters' tells whether services met them too.");
            err.flush();
        }
    }

    private <V extends Record> RecordSink<V> contained(RecordSink<V> sink) {
        return record -> unhandled.handle(record.at(), () -> sink.accept(record));
    }

    private LogSink contained(LogSink sink) {
        return new LogSink() {
            @Override
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                unhandled.handle(record.at(), () -> sink.accept(topic, record));
            }
        };
    }

    private SortedSet<String> keys(Topic<?> topic, Cut to) {
        SortedSet<String> keys = new TreeSet<>();
        progressing("Reading the names in " + topic.name(), () -> keys.addAll(reader.keys(topic, to)));
        return keys;
    }

    private <V extends Record> void fill(Facts facts, Topic<V> topic, Cut to) {
        progressing(
                "Reading " + topic.name(),
                () -> reader.readLatest(topic, to, snapshots(topic, to), record -> facts.accept(topic, record)));
        complain(facts.latest(topic), topic);
    }

    /** Of what long topics say now; opened when it is needed first, since not every answer is about the latest of anything. */
    private Snapshots snapshots(Topic<?> topic, Cut to) {
        if (folder.isEmpty() || !to.equals(cut) || !isLong(topic)) {
            return Snapshots.NONE;
        }
        if (snapshots == null) {
            List<Topic<?>> all =
                    Facts.of(topics()).stream().filter(this::isLong).toList();
            snapshots = Snapshots.open(clients, folder.get(), all, moment);
        }
        return snapshots;
    }

    private boolean isLong(Topic<?> topic) {
        return cut.of(List.of(topic)).offsets().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                >= LONG;
    }

    private void complain(LatestByKey<?> latest, Topic<?> topic) {
        latest.newer().newest().ifPresent(needed -> {
            throw new Failure(
                    ExitCode.CANNOT_KNOW,
                    List.of(latest.newer().size() + " records of " + topic.name()
                            + " were written by a newer Credstream: " + "reading them takes "
                            + needed.schema().describe() + "; use that release of the command"));
        });
        if (latest.unreadable() > 0) {
            err.println(latest.unreadable() + " records of " + topic.name() + " cannot be read and were skipped.");
        }
    }

    @SuppressWarnings("try") // it only has to be closed
    private void progressing(String task, Runnable read) {
        arrived.reset();
        try (Progress progress = Progress.start(task, arrived)) {
            read.run();
        } catch (TimeoutException e) {
            throw Brokers.silent(kafka.bootstrapServers(), e);
        }
    }

    private static String some(Collection<String> names) {
        String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
    }

    private Instant resolve(When when, Instant now) {
        Instant resolved = switch (when) {
            case When.Ago(var duration) -> now.minus(duration);
            case When.At(Instant instant) -> instant;
            case When.Of(Coordinates place) ->
                record(place).map(TopicRecord::time).orElseThrow(() -> noRecord(place));
        };
        if (resolved.isAfter(now)) {
            throw new Failure(ExitCode.USAGE, List.of(resolved + " has not come yet; name a moment of the past"));
        }
        window.check(resolved, now, err);
        return resolved;
    }

    private Failure noRecord(Coordinates place) {
        return new Failure(
                ExitCode.USAGE,
                List.of("there is no record " + place.describe()
                        + "; it never was, was compacted away, or is in another topic than those of '"
                        + kafka.topicPrefix() + "'"));
    }
}
