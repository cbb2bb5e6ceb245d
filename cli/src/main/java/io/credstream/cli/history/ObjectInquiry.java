package io.credstream.cli.history;

import io.credstream.audit.history.Entries;
import io.credstream.audit.history.Entry;
import io.credstream.audit.history.ManifestHistory;
import io.credstream.audit.history.Reach;
import io.credstream.audit.history.ReachHistory;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The history of something from which decisions follow, with the Manifests that each change reached. */
@Command
abstract class ObjectInquiry extends Inquiry<ObjectInquiry.Told> {

    /** What happened to something. */
    record Told(String name, List<Entry> entries, Map<Coordinates, Reach> reaches, Basis basis) implements Based {
        Reach reach(Entry entry) {
            return reaches.getOrDefault(entry.at(), Reach.NONE);
        }
    }

    @Parameters(paramLabel = "NAME", description = "The key of it, such as cluster/namespace/name, or the end of it.")
    private String name = "";

    @Mixin
    private Period period = new Period();

    private final String what;

    /** @param what the kind of thing, in the singular */
    ObjectInquiry(String what) {
        super(ObjectTimeline.class);
        this.what = what;
    }

    /** Where it is recorded; the first of them says which there are. */
    abstract List<Topic<?>> recordedIn(Topics topics);

    @Override
    protected final @Nullable When at() {
        return period.until();
    }

    @Override
    protected final Told answer(LogReader log) {
        Topics topics = log.topics();
        List<Topic<?>> recordedIn = recordedIn(topics);
        String key = log.key(name, recordedIn.getFirst(), what);
        Cut from = period.from(log);
        Entries entries = new Entries();
        log.inOrder(recordedIn, Set.of(key), from, log.cut(), entries);
        List<Topic<?>> read = new ArrayList<>(recordedIn);
        read.addAll(ManifestHistory.topics(topics));
        return new Told(key, entries.all(), reaches(log, key, entries.all(), from), log.basis(read));
    }

    @Override
    protected final Record document(Told told) {
        return new ObjectTimeline(
                told.name(),
                told.entries().stream()
                        .map(entry -> EntryRow.of(entry, told.reach(entry)))
                        .toList(),
                told.basis());
    }

    @Override
    protected final void print(Told told, boolean wide, PrintWriter out) {
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "records of " + told.name() + " in that time",
                EntryRow.COLUMNS,
                told.entries().stream()
                        .map(entry -> EntryRow.Line.of(entry, told.reach(entry)))
                        .toList(),
                out,
                err());
    }

    /** Decisions stand by control plane, which tells where to look; only of those Manifests that it reached more is read. */
    private static Map<Coordinates, Reach> reaches(LogReader log, String key, List<Entry> facts, Cut from) {
        Topics topics = log.topics();
        ReachHistory history = new ReachHistory(topics, facts);
        Topic<ManifestUpdate> updates = topics.manifestUpdates();
        Cut decisions = log.cut().of(List.of(updates), controlPlanes(log, key));
        log.inOrder(List.of(updates), from, decisions, new LogSink() {
            @Override
            @SuppressWarnings("unchecked") // of the one topic that is read
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                history.decided((TopicRecord<ManifestUpdate>) record);
            }
        });
        if (!history.keys().isEmpty()) {
            log.inOrder(ManifestHistory.topics(topics), history.keys(), from, log.cut(), history);
        }
        return history.reaches();
    }

    /** Every control plane that the cluster has ever belonged to, or been. */
    private static Set<String> controlPlanes(LogReader log, String key) {
        int slash = key.indexOf('/');
        String cluster = slash < 0 ? key : key.substring(0, slash);
        Set<String> controlPlanes = new TreeSet<>(Set.of(cluster));
        Topics topics = log.topics();
        log.inOrder(List.of(topics.clusters()), Set.of(cluster), Cut.START, log.cut(), new LogSink() {
            @Override
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                if (record instanceof TopicRecord.Value<V> value && value.value() instanceof Cluster member) {
                    controlPlanes.add(member.scope().controlPlane());
                }
            }
        });
        return controlPlanes;
    }
}
