package io.credstream.processor.streams;

import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.processor.domain.Affected;
import io.credstream.processor.domain.BindOutcome;
import io.credstream.processor.domain.BindOutcome.Bound;
import io.credstream.processor.domain.BindOutcome.Held;
import io.credstream.processor.domain.BindOutcome.Removed;
import io.credstream.processor.domain.Bindings;
import io.credstream.processor.domain.Occasion;
import io.credstream.processor.streams.Read.Said;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The bind stage: keeps what is known of clusters, credentials and templates, and tells the bindings of the templates that a
 * record touches.
 */
public final class BindStage implements Stage<BindInput> {

    private static final StageStore<Cluster> CLUSTERS = new StageStore<>("known-clusters", Cluster.class);
    private static final StageStore<ClusterStatus> STATUS =
            new StageStore<>("known-cluster-status", ClusterStatus.class);
    private static final StageStore<Credential> CREDENTIALS = new StageStore<>("known-credentials", Credential.class);
    private static final StageStore<Gone> GONE_CREDENTIALS = new StageStore<>("gone-credentials", Gone.class);
    private static final StageStore<Template> TEMPLATES = new StageStore<>("known-templates", Template.class);
    private static final StageStore<Gone> GONE_TEMPLATES = new StageStore<>("gone-templates", Gone.class);
    private static final StageStore<Told> TOLD = new StageStore<>("told-bindings", Told.class);
    private static final List<StageStore<?>> STORES =
            List.of(CLUSTERS, STATUS, CREDENTIALS, GONE_CREDENTIALS, TEMPLATES, GONE_TEMPLATES, TOLD);

    private static final Affected NOTHING = new Affected(Set.of(), List.of());

    private final ProcessorContext<String, Binding> context;
    private final StageSettings settings;
    private final KeyValueStore<String, Cluster> clusters;
    private final KeyValueStore<String, ClusterStatus> status;
    private final Observations<Credential> credentials;
    private final Observations<Template> templates;
    private final ToldBindings told;
    private final Bindings bindings = new Bindings();
    private final Evaluation evaluation;

    private BindStage(ProcessorContext<String, Binding> context, StageSettings settings) {
        this.context = context;
        this.settings = settings;
        this.clusters = CLUSTERS.in(context);
        this.status = STATUS.in(context);
        this.credentials = new Observations<>(CREDENTIALS.in(context), GONE_CREDENTIALS.in(context));
        this.templates = new Observations<>(TEMPLATES.in(context), GONE_TEMPLATES.in(context));
        this.told = new ToldBindings(TOLD.in(context));
        restore();
        this.evaluation = Evaluation.of(context, settings, inputs(settings.topics()), this::evaluate);
    }

    public static ProcessorSupplier<String, Said<BindInput>, String, Binding> supplier(StageSettings settings) {
        return new StageSupplier<>(settings, STORES, BindStage::new);
    }

    @Override
    public void hear(Said<BindInput> said) {
        evaluation.openWhenTime();
        Affected affected = learn(said.input());
        affected.removed().forEach(this::tell);
        affected.templates().forEach(template -> tell(bindings.bind(template, said.at())));
    }

    @Override
    public void end() {
        evaluation.end();
    }

    private static List<Topic<?>> inputs(Topics topics) {
        return List.of(topics.clusters(), topics.clusterStatus(), topics.credentials(), topics.templates());
    }

    private void restore() {
        StageStore.forEach(clusters, bindings::put);
        StageStore.forEach(status, bindings::put);
        credentials.forEach(bindings::put);
        templates.forEach(bindings::put);
    }

    private Affected learn(BindInput input) {
        return switch (input) {
            case BindInput.ClusterKnown(Cluster cluster) -> {
                clusters.put(cluster.id(), cluster);
                yield bindings.put(cluster);
            }
            case BindInput.ClusterGone(String cluster) -> {
                clusters.delete(cluster);
                yield bindings.removeCluster(cluster);
            }
            case BindInput.StatusKnown(ClusterStatus known) -> {
                status.put(known.cluster(), known);
                yield bindings.put(known);
            }
            case BindInput.StatusGone(String cluster) -> {
                status.delete(cluster);
                yield bindings.removeStatus(cluster);
            }
            case BindInput.CredentialSeen(Credential credential) ->
                credentials.accept(credential) ? bindings.put(credential) : NOTHING;
            case BindInput.CredentialGone gone ->
                credentials.accept(gone.ref(), gone.deletion(), now())
                        ? bindings.removeCredential(gone.ref())
                        : NOTHING;
            case BindInput.TemplateSeen(Template template) ->
                templates.accept(template) ? bindings.put(template) : NOTHING;
            case BindInput.TemplateGone gone ->
                templates.accept(gone.ref(), gone.deletion(), now()) ? bindings.removeTemplate(gone.ref()) : NOTHING;
        };
    }

    private void evaluate(Occasion occasion) {
        bindings.templates().forEach(template -> tell(bindings.bind(template, causeWithoutEvent(template))));
        told.present().stream().filter(this::isOver).forEach(told::tellGone);
        told.goneAtEvaluation().forEach(key -> say(key.text(), null));
        Instant forgotten = now().minus(settings.memory());
        credentials.forget(forgotten);
        templates.forget(forgotten);
    }

    private void tell(BindOutcome outcome) {
        switch (outcome) {
            case Bound(Binding binding) -> say(binding.key(), told.tell(binding));
            case Removed(var scope, var template) -> {
                Binding.Key key = new Binding.Key(scope, template);
                told.tellGone(key);
                say(key.text(), null);
            }
            case Held held -> {
                // what was said last stays
            }
        }
    }

    /** Whether what was said no longer holds, and the record that ended it was half processed before a crash. */
    private boolean isOver(Binding.Key key) {
        return switch (bindings.bind(key.template(), causeWithoutEvent(key.template()))) {
            case Bound(Binding binding) -> !binding.key().equals(key.text());
            case Removed removed -> true;
            case Held(var template, var reason) -> reason == Held.Reason.CLUSTER_UNKNOWN;
        };
    }

    /** Of a binding that changed without a record: the rules have. */
    private Cause causeWithoutEvent(ObjectRef ref) {
        Template template = templates.get(ref);
        return template == null ? new Cause.Request("processor", "evaluation") : template.cause();
    }

    private void say(String key, @Nullable Binding binding) {
        if (evaluation.isOpen()) {
            context.forward(new Record<>(key, binding, context.currentSystemTimeMs()));
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
