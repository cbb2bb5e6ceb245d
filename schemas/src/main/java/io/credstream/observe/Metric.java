package io.credstream.observe;

import java.util.List;

/**
 * Every metric of Credstream, with the question that it answers. Names are as Prometheus shows them and in base units. No label
 * names an object, and a cluster is named only where the question is about one.
 */
public enum Metric {
    READY(
            Part.PROCESS,
            Type.GAUGE,
            "credstream_ready",
            List.of(),
            "1 while the process does its work, 0 while /readyz says 503.",
            "Does every service do its work?"),

    PROGRESS_AGE(
            Part.ALL,
            Type.GAUGE,
            "credstream_progress_age_seconds",
            List.of("part", "loop"),
            "How long the loops of a service have not turned, or have got nothing done though there was work; of several of a kind"
                    + " the longest. Near 0 while all is well, with much to do or with nothing.",
            "Does every service get on with what there is to do?"),
    WORK_AGE(
            Part.ALL,
            Type.GAUGE,
            "credstream_oldest_work_age_seconds",
            List.of("part", "loop"),
            "How long the oldest work of a loop has waited; of several of a kind the longest. 0 if there is none. What waits for a"
                    + " control plane, a fuse or a newer build does not count.",
            "How old is what a service has yet to do?"),

    PENDING_MANIFESTS(
            Part.PROCESSOR,
            Type.GAUGE,
            "credstream_pending_manifests",
            List.of("cluster"),
            "Manifests of a control plane whose decision has not been observed there yet. Sum over processors.",
            "Is the fleet converged, and where not?"),
    PENDING_AGE(
            Part.PROCESSOR,
            Type.GAUGE,
            "credstream_pending_age_seconds",
            List.of("cluster"),
            "For how long the oldest of them has been pending, as far as this processor has seen it: a processor that takes a"
                    + " partition over counts from then. 0 when nothing is pending.",
            "For how long has a control plane not been as it should be?"),
    FAULTED_OBJECTS(
            Part.PROCESSOR,
            Type.GAUGE,
            "credstream_faulted_objects",
            List.of("stage"),
            "Objects that a processor cannot handle at present, each with a dead letter. Sum over processors.",
            "Is there anything that a processor cannot handle?"),
    DECISIONS(
            Part.PROCESSOR,
            Type.COUNTER,
            "credstream_decisions_total",
            List.of("state", "action"),
            "Decisions by what the credentials amount to, and by what was said: sent, cleared (observed or moot), or held"
                    + " (somebody keeps overwriting us).",
            "What is being decided, and is somebody fighting us?"),
    PAUSED_MANIFESTS(
            Part.PROCESSOR,
            Type.GAUGE,
            "credstream_paused_manifests",
            List.of("cluster"),
            "Manifests that differ from what they should be and are left so, because an operator paused them. Sum over processors;"
                    + " 'credstream get orders' says who, and why.",
            "Is anything held back by a pause, perhaps a forgotten one?"),

    WATCH_AGE(
            Part.INGEST,
            Type.GAUGE,
            "credstream_watch_age_seconds",
            List.of("cluster", "kind"),
            "Seconds since a cluster was last heard of: a list, an event or a bookmark. Of several watches of a kind the oldest.",
            "Is everything being watched?"),
    WATCH_EVENTS(
            Part.INGEST,
            Type.COUNTER,
            "credstream_watch_events_total",
            List.of("kind", "event"),
            "What watches delivered: changed, deleted, bookmark.",
            "How much do the clusters tell us?"),
    WATCH_LISTS(
            Part.INGEST,
            Type.COUNTER,
            "credstream_watch_lists_total",
            List.of("kind"),
            "Complete lists that were read: at the start, and whenever a watch cannot go on from where it was.",
            "How often must everything be listed anew?"),
    WATCH_INTERRUPTIONS(
            Part.INGEST,
            Type.COUNTER,
            "credstream_watch_interruptions_total",
            List.of("kind", "reason"),
            "Lists and watches that came to an end before their time: broken, throttled, refused, notserved, expired, silent,"
                    + " unintelligible, overtaken.",
            "Which trouble do watches have?"),
    OBSERVATIONS(
            Part.INGEST,
            Type.COUNTER,
            "credstream_observations_total",
            List.of("kind", "what"),
            "What went into the log: seen (new or changed), gone, or again: it was there before, and the topic had lost it.",
            "How much of what the clusters tell us is news?"),
    FAULTS(
            Part.INGEST,
            Type.COUNTER,
            "credstream_ingest_faults_total",
            List.of(),
            "Unexpected failures of the work for one cluster, each of which has its watch rebuilt. 'credstream get clusters'"
                    + " names the clusters.",
            "Does ingest itself fail for a cluster?"),
    BUDGET_USE(
            Part.INGEST,
            Type.GAUGE,
            "credstream_budget_use_ratio",
            List.of("cluster", "kind", "budget"),
            "How much of a budget (objects, object_bytes, page_bytes, record_bytes, runtimes) a cluster uses. Shown from 0.8 on.",
            "Which cluster comes near its limits?"),
    LEFT_OUT(
            Part.INGEST,
            Type.GAUGE,
            "credstream_left_out_objects",
            List.of("cluster", "kind", "budget"),
            "Objects of a cluster that are in no topic because a budget keeps them out. Shown with the budget's use.",
            "Of which cluster is the picture incomplete?"),
    DISCOVERED(
            Part.INGEST,
            Type.GAUGE,
            "credstream_discovered_runtimes",
            List.of(),
            "Members of the fleet that kubeconfig Secrets make, those whose Secret went less than the grace ago included. Every ingest"
                    + " knows all of them.",
            "Do runtimes come and go as they should?"),

    APPLIES(
            Part.SINK,
            Type.COUNTER,
            "credstream_applies_total",
            List.of("result", "condition"),
            "What became of decisions: applied, unchanged, superseded, conflict, rejected; or held by a fuse; or unavailable, once"
                    + " per decision and outage, with the condition that the cluster is in.",
            "Are writes going through, and who is refused?"),
    CONVERGENCE(
            Part.SINK,
            Type.TIMER,
            "credstream_convergence_seconds",
            List.of(),
            "From the decision's record in the log, by the broker's clock, until the API server had written it. What is before"
                    + " that shows as consumer lag.",
            "How fast does a change arrive?"),
    BREAKER(
            Part.SINK,
            Type.GAUGE,
            "credstream_breaker_state",
            List.of("cluster"),
            "The way to a control plane that there are decisions for: 0 open, 1 on trial with one request at a time, 2 shut by its"
                    + " circuit breaker, 3 faulted: something unexpected happened, and it is built anew.",
            "Which control planes cannot be written to?"),

    HELD_BY_FUSE(
            Part.SINK,
            Type.GAUGE,
            "credstream_held_by_fuse_manifests",
            List.of(),
            "Manifests whose decisions follow from a change that is larger than the fuse of their control plane allows. Sum over"
                    + " sinks; 'credstream get held' names the changes.",
            "Does a change wait for somebody to release it?"),

    LAG(
            Part.ALL,
            Type.GAUGE,
            "credstream_consumer_lag_records",
            List.of("part", "topic"),
            "Records of a topic that a service has not read yet, as its Kafka client last knew.",
            "Is every service keeping up with Kafka?"),
    READ_AGAIN(
            Part.ALL,
            Type.COUNTER,
            "credstream_partitions_read_again_total",
            List.of("part", "topic", "reason"),
            "Partitions that the processor or the sink reads again from the beginning, since nothing vouches for the committed offset:"
                    + " topic_anew, not_ours, beyond_end, went_back, state_lost, said_lost.",
            "Did something happen to topics or to a group?"),
    DEAD_LETTERS(
            Part.ALL,
            Type.COUNTER,
            "credstream_dead_letters_total",
            List.of("part", "code"),
            "What could not be processed and was put aside.",
            "Is there anything that nobody can read?");

    /** What a metric is. */
    public enum Type {
        COUNTER,
        GAUGE,
        TIMER
    }

    /** Who has it. */
    public enum Part {
        PROCESS,
        INGEST,
        PROCESSOR,
        SINK,
        ALL;

        /** As labels spell it. */
        public String label() {
            return Meters.label(this);
        }
    }

    private final Part part;
    private final Type type;
    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // always of List.of
    private final List<String> labels;

    private final String description;
    private final String question;

    Metric(Part part, Type type, String text, List<String> labels, String description, String question) {
        this.part = part;
        this.type = type;
        this.text = text;
        this.labels = labels;
        this.description = description;
        this.question = question;
    }

    public Part part() {
        return part;
    }

    public Type type() {
        return type;
    }

    /** As Prometheus shows it; a timer is a histogram, whose series end in {@code _bucket}, {@code _sum} and {@code _count}. */
    public String text() {
        return text;
    }

    public List<String> labels() {
        return labels;
    }

    public String description() {
        return description;
    }

    /** Of an operator. */
    public String question() {
        return question;
    }
}
