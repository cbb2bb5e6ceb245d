package io.credstream.processor;

import io.credstream.processor.streams.BindInput;
import io.credstream.processor.streams.BindInput.ClusterGone;
import io.credstream.processor.streams.BindInput.ClusterKnown;
import io.credstream.processor.streams.BindInput.CredentialGone;
import io.credstream.processor.streams.BindInput.CredentialSeen;
import io.credstream.processor.streams.BindInput.StatusGone;
import io.credstream.processor.streams.BindInput.StatusKnown;
import io.credstream.processor.streams.BindInput.TemplateGone;
import io.credstream.processor.streams.BindInput.TemplateSeen;
import io.credstream.processor.streams.BindStage;
import io.credstream.processor.streams.DecideInput;
import io.credstream.processor.streams.DecideInput.BindingGone;
import io.credstream.processor.streams.DecideInput.BindingKnown;
import io.credstream.processor.streams.DecideInput.ManifestGone;
import io.credstream.processor.streams.DecideInput.ManifestSeen;
import io.credstream.processor.streams.DecideInput.OrderGone;
import io.credstream.processor.streams.DecideInput.Ordered;
import io.credstream.processor.streams.DecideInput.PinGone;
import io.credstream.processor.streams.DecideInput.PinKnown;
import io.credstream.processor.streams.DecideInput.ReportGone;
import io.credstream.processor.streams.DecideInput.Reported;
import io.credstream.processor.streams.DecideStage;
import io.credstream.processor.streams.Output;
import io.credstream.processor.streams.Read;
import io.credstream.processor.streams.Read.Said;
import io.credstream.processor.streams.Reading;
import io.credstream.processor.streams.RecordBudget;
import io.credstream.processor.streams.StageSettings;
import io.credstream.processor.streams.TopicIds;
import io.credstream.processor.streams.TopicPartitioner;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The whole flow, from what is observed to what should be written.
 *
 * <p><b>Bind</b>, a task per partition of clusters: templates meet the credentials of their cluster, and each template's bindings
 * go to every partition. <b>Decide</b>, a task per partition of Manifests: each Manifest meets the bindings of its template, or
 * what an operator has pinned, and where it differs from what it should be, an update goes out. What was reported of updates
 * comes in again. Orders of operators go to every partition.
 *
 * <p>Names of nodes and stores are part of the contract with running processors: stores are named after them.
 */
public final class PropagationTopology {

    private final Topics topics;
    private final StageSettings settings;

    public PropagationTopology(StageSettings settings) {
        this.settings = settings;
        this.topics = settings.topics();
    }

    /** The names of the topics that it reads; changelogs aside. */
    static List<String> inputs(Topics topics) {
        return Stream.of(
                        topics.clusters(),
                        topics.clusterStatus(),
                        topics.credentials(),
                        topics.templates(),
                        topics.manifests(),
                        topics.bindings(),
                        topics.pins(),
                        topics.orders(),
                        topics.applyReports())
                .map(Topic::name)
                .toList();
    }

    /**
     * The topics that it depends on.
     *
     * @param applicationId begins the names of changelogs
     */
    static TopicIds.Names depends(Topics topics, String applicationId) {
        return new TopicIds.Names(
                Set.copyOf(inputs(topics)),
                Stream.concat(BindStage.stores().stream(), DecideStage.stores().stream())
                        .map(store -> applicationId + "-" + store + "-changelog")
                        .collect(Collectors.toUnmodifiableSet()),
                Set.of(topics.bindings().name(), topics.manifestUpdates().name()));
    }

    /** Both stages. */
    public Topology build(Map<String, Object> streamsProperties) {
        StreamsBuilder builder = builder(streamsProperties);
        bind(builder);
        decide(builder);
        return builder.build();
    }

    /** The bind stage alone. */
    public Topology bind(Map<String, Object> streamsProperties) {
        StreamsBuilder builder = builder(streamsProperties);
        bind(builder);
        return builder.build();
    }

    /** The decide stage alone. */
    public Topology decide(Map<String, Object> streamsProperties) {
        StreamsBuilder builder = builder(streamsProperties);
        decide(builder);
        return builder.build();
    }

    private void bind(StreamsBuilder builder) {
        KStream<String, Read<BindInput>> clusters = from(builder, topics.clusters(), "clusters")
                .process(
                        Reading.facts(topics.clusters(), ClusterKnown::new, ClusterGone::new),
                        Named.as("read-clusters"));
        KStream<String, Read<BindInput>> status = from(builder, topics.clusterStatus(), "cluster-status")
                .process(
                        Reading.facts(topics.clusterStatus(), StatusKnown::new, StatusGone::new),
                        Named.as("read-cluster-status"));
        KStream<String, Read<BindInput>> credentials = from(builder, topics.credentials(), "credentials")
                .process(
                        Reading.observations(topics.credentials(), CredentialSeen::new, CredentialGone::new),
                        Named.as("read-credentials"));
        KStream<String, Read<BindInput>> templates = from(builder, topics.templates(), "templates")
                .process(
                        Reading.observations(topics.templates(), TemplateSeen::new, TemplateGone::new),
                        Named.as("read-templates"));

        KStream<String, Read<BindInput>> observed = clusters.merge(status, Named.as("clusters-and-their-status"))
                .merge(credentials, Named.as("with-credentials"))
                .merge(templates, Named.as("with-templates"));

        observed.flatMap(settings.meters()::deadLetter, Named.as("unusable-observations"))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "dead-letters-of-observations"));

        KStream<String, Output> bound = observed.<Said<BindInput>>flatMapValues(Read::said, Named.as("observations"))
                .process(BindStage.supplier(settings), Named.as("bind-templates-to-credentials"));

        bound.flatMapValues(Output::letters, Named.as("unbound-templates"))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "dead-letters-of-binding"));

        bound.flatMapValues(Output::values, Named.as("bindings-told"))
                .to(topics.bindings().name(), encodedTo(topics.bindings(), "tell-bindings-to-every-partition"));
    }

    private void decide(StreamsBuilder builder) {
        KStream<String, Read<DecideInput>> manifests = from(builder, topics.manifests(), "manifests")
                .process(
                        Reading.observations(topics.manifests(), ManifestSeen::new, ManifestGone::new),
                        Named.as("read-manifests"));
        KStream<String, Read<DecideInput>> bindings = from(builder, topics.bindings(), "bindings")
                .process(
                        Reading.facts(topics.bindings(), BindingKnown::new, BindingGone::of),
                        Named.as("read-bindings"));
        KStream<String, Read<DecideInput>> pins = from(builder, topics.pins(), "pins")
                .process(Reading.facts(topics.pins(), PinKnown::new, PinGone::of), Named.as("read-pins"));
        KStream<String, Read<DecideInput>> orders = from(builder, topics.orders(), "orders")
                .process(Reading.facts(topics.orders(), Ordered::new, OrderGone::new), Named.as("read-orders"));
        KStream<String, Read<DecideInput>> reports = from(builder, topics.applyReports(), "apply-reports")
                .process(
                        Reading.facts(topics.applyReports(), Reported::new, ReportGone::new),
                        Named.as("read-apply-reports"));

        KStream<String, Read<DecideInput>> facts = manifests
                .merge(bindings, Named.as("manifests-and-bindings"))
                .merge(pins, Named.as("with-pins"))
                .merge(orders, Named.as("with-orders"))
                .merge(reports, Named.as("with-apply-reports"));

        facts.flatMap(settings.meters()::deadLetter, Named.as("unusable-facts"))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "dead-letters-of-facts"));

        KStream<String, Output> decided = facts.<Said<DecideInput>>flatMapValues(Read::said, Named.as("facts"))
                .process(DecideStage.supplier(settings), Named.as("decide-what-manifests-should-carry"));

        decided.flatMapValues(Output::letters, Named.as("undecided-manifests"))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "dead-letters-of-deciding"));

        decided.flatMapValues(Output::values, Named.as("updates-told"))
                .to(topics.manifestUpdates().name(), encodedTo(topics.manifestUpdates(), "send-manifest-updates"));
    }

    /** Naming is enforced only by a builder that was given the settings. */
    private static StreamsBuilder builder(Map<String, Object> streamsProperties) {
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(streamsProperties)));
    }

    private static <V extends Record> KStream<String, V> from(StreamsBuilder builder, Topic<V> topic, String name) {
        return builder.stream(
                topic.name(),
                Consumed.with(Serdes.String(), RecordBudget.bounded(topic.serde()))
                        .withName(name));
    }

    private static <V extends Record> Produced<String, V> to(Topic<V> topic, String name) {
        return Produced.with(Serdes.String(), topic.serde(), new TopicPartitioner<V>(topic))
                .withName(name);
    }

    /** Of values that the stage has encoded already, to see whether they are within the budget. */
    private static Produced<String, byte[]> encodedTo(Topic<?> topic, String name) {
        return Produced.with(Serdes.String(), Serdes.ByteArray(), new TopicPartitioner<byte[]>(topic))
                .withName(name);
    }
}
