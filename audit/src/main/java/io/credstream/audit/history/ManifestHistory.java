package io.credstream.audit.history;

import io.credstream.audit.Log;
import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the log says about one Manifest: observations, decisions, reports. To be fed in the order of time. {@link #causes} are
 * the records to be looked up besides, {@link #chains} is what happened. Not thread-safe.
 */
public final class ManifestHistory implements LogSink {

    /** An observation, with what it changed; a deletion has no value. */
    private record Seen(Entry entry, @Nullable Manifest manifest) {}

    private final Topics topics;
    private final Entries entries = new Entries();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Coordinates, Draft> byDecision = new HashMap<>();
    private @Nullable Draft open;

    public ManifestHistory(Topics topics) {
        this.topics = topics;
    }

    /** What happened to a Manifest since a line, with what it follows from, wherever in the log that stands. */
    public static List<Chain> read(Log log, String key, Cut from) {
        ManifestHistory history = new ManifestHistory(log.topics());
        log.inOrder(topics(log.topics()), Set.of(key), from, log.cut(), history);
        return history.chains(Causes.lookUp(log, history.causes()));
    }

    /** The topics to read, in the order in which data flow through them. */
    public static List<Topic<?>> topics(Topics topics) {
        return List.of(topics.manifests(), topics.manifestUpdates(), topics.applyReports());
    }

    @Override
    @SuppressWarnings("unchecked") // the name of a topic says what it holds
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        if (topic.name().equals(topics.manifests().name())) {
            entries.accept(topic, record);
            Manifest manifest =
                    record instanceof TopicRecord.Value<V> value && value.value() instanceof Manifest m ? m : null;
            seen.add(new Seen(entries.last(), manifest));
        } else if (topic.name().equals(topics.manifestUpdates().name())) {
            decided((TopicRecord<ManifestUpdate>) record);
        } else if (topic.name().equals(topics.applyReports().name())) {
            reported((TopicRecord<ApplyReport>) record);
        }
    }

    /** The records of other things that something here follows from. */
    public Set<Coordinates> causes() {
        Set<Coordinates> own =
                seen.stream().map(observation -> observation.entry().at()).collect(Collectors.toSet());
        Set<Coordinates> causes = new TreeSet<>(Comparator.comparing(Coordinates::describe));
        drafts.stream()
                .flatMap(draft -> draft.cause instanceof Coordinates place ? Stream.of(place) : Stream.empty())
                .filter(place -> !own.contains(place))
                .forEach(causes::add);
        return causes;
    }

    /**
     * One for each change, in the order of time.
     *
     * @param facts the records that are kept of {@link #causes}
     */
    public List<Chain> chains(Map<Coordinates, Entry> facts) {
        Map<Coordinates, Entry> all = new HashMap<>(facts);
        Map<Cause, Entry> byCause = new LinkedHashMap<>();
        seen.forEach(observation -> {
            all.put(observation.entry().at(), observation.entry());
            Optional.ofNullable(observation.entry().cause())
                    .ifPresent(cause -> byCause.putIfAbsent(cause, observation.entry()));
        });
        Function<Cause, Origin> origins = cause -> origin(cause, all, byCause);
        List<Chain> chains = new ArrayList<>();
        Set<Coordinates> told = new HashSet<>();
        for (Draft draft : drafts) {
            Chain chain = draft.chain(origins, seen);
            chains.add(chain);
            if (chain.origin() instanceof Origin.Fact fact) {
                told.add(fact.entry().at());
            }
            Stream.of(Optional.ofNullable(chain.observed()), Optional.ofNullable(chain.reconciled()))
                    .flatMap(Optional::stream)
                    .forEach(entry -> told.add(entry.at()));
        }
        seen.stream()
                .map(Seen::entry)
                .filter(entry -> !told.contains(entry.at()))
                .map(entry -> new Chain(new Origin.Fact(entry.at(), entry), List.of(), List.of(), null, null, null))
                .forEach(chains::add);
        chains.sort(Comparator.comparing(Chain::time));
        return List.copyOf(chains);
    }

    private void decided(TopicRecord<ManifestUpdate> record) {
        switch (record) {
            case TopicRecord.Value<ManifestUpdate> decision -> {
                Draft last = open;
                Draft draft = last != null && last.isSaidAgainBy(decision.value())
                        ? last
                        : new Draft(decision.value().cause());
                if (draft != last) {
                    drafts.add(draft);
                }
                draft.decisions.add(decision);
                byDecision.put(decision.at(), draft);
                open = draft;
            }
            case TopicRecord.Tombstone<ManifestUpdate> tombstone -> {
                if (open != null) {
                    open.settled = tombstone;
                }
                open = null;
            }
            case TopicRecord.Unreadable<ManifestUpdate> unreadable -> {
                // Nothing can be said of it.
            }
        }
    }

    private void reported(TopicRecord<ApplyReport> record) {
        if (record instanceof TopicRecord.Value<ApplyReport> report
                && report.value().cause() instanceof Coordinates decision) {
            byDecision
                    .computeIfAbsent(decision, unknown -> {
                        Draft draft = new Draft(unknown);
                        drafts.add(draft);
                        return draft;
                    })
                    .reports
                    .add(report);
        }
    }

    private static Origin origin(Cause cause, Map<Coordinates, Entry> facts, Map<Cause, Entry> byCause) {
        Entry record = cause instanceof Coordinates place ? facts.get(place) : byCause.get(cause);
        if (record != null) {
            return new Origin.Fact(cause, record);
        }
        return cause instanceof Coordinates place ? new Origin.NotKept(place) : new Origin.Named(cause);
    }

    /** A chain in the making. */
    private static final class Draft {
        private final Cause cause;
        private final List<TopicRecord.Value<ManifestUpdate>> decisions = new ArrayList<>();
        private final List<TopicRecord.Value<ApplyReport>> reports = new ArrayList<>();
        private TopicRecord.@Nullable Tombstone<ManifestUpdate> settled;

        private Draft(Cause cause) {
            this.cause = cause;
        }

        Chain chain(Function<Cause, Origin> origins, List<Seen> seen) {
            Entry observed = null;
            Entry reconciled = null;
            for (Seen observation : seen) {
                Manifest manifest = observation.manifest();
                if (manifest == null || (observed == null && !isShownBy(manifest))) {
                    continue;
                }
                observed = observed == null ? observation.entry() : observed;
                if (!isWhatIsWanted(manifest)) {
                    break;
                } else if (manifest.verdict().reconciled()) {
                    reconciled = observation.entry().equals(observed) ? null : observation.entry();
                    break;
                }
            }
            return new Chain(origins.apply(cause), decisions, reports, observed, reconciled, settled);
        }

        private boolean isWhatIsWanted(Manifest manifest) {
            return manifest.annotations().equals(decisions.getLast().value().desired());
        }

        /** Another attempt, or the same one said after a restart, follows from the same and comes to the same. */
        boolean isSaidAgainBy(ManifestUpdate update) {
            if (decisions.isEmpty()) {
                return false;
            }
            ManifestUpdate last = decisions.getLast().value();
            return last.uid().equals(update.uid())
                    && last.cause().equals(update.cause())
                    && last.desired().equals(update.desired());
        }

        /**
         * Whether an observation is of what was written, or of something later. Where no report says which version that was, what
         * stands on the Manifest tells.
         */
        boolean isShownBy(Manifest manifest) {
            if (decisions.isEmpty()) {
                return false;
            }
            ManifestUpdate decision = decisions.getLast().value();
            if (!manifest.uid().equals(decision.uid())
                    || manifest.version().incarnation() < decision.observed().incarnation()) {
                return false;
            }
            String written = written();
            if (written == null) {
                return reports.isEmpty()
                        && decision.observed().isOlderThan(manifest.version())
                        && isWhatIsWanted(manifest);
            }
            return !manifest.version()
                    .isOlderThan(new Version(decision.observed().incarnation(), written));
        }

        /** The version that the Manifest had after the first write. */
        private @Nullable String written() {
            for (TopicRecord.Value<ApplyReport> report : reports) {
                String version = report.value().resourceVersion();
                if (report.value().result() == ApplyReport.Result.APPLIED && version != null) {
                    return version;
                }
            }
            return null;
        }
    }
}
