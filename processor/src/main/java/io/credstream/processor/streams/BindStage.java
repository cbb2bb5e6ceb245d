package io.credstream.processor.streams;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.processor.streams.Read.Said;
import io.credstream.rules.bind.Affected;
import io.credstream.rules.bind.BindOutcome.Bound;
import io.credstream.rules.bind.BindOutcome.Held;
import io.credstream.rules.bind.BindOutcome.Removed;
import io.credstream.rules.bind.Bindings;
import io.credstream.rules.retry.Occasion;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
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
    private static final String STAGE = "bind";
    private static final List<StageStore<?>> STORES =
            List.of(CLUSTERS, STATUS, CREDENTIALS, GONE_CREDENTIALS, TEMPLATES, GONE_TEMPLATES, TOLD);

    private static final Affected NOTHING = new Affected(Set.of(), List.of());

    private static final String BIND = "bind";
    private static final String UNBIND = "unbind";
    private static final Cause EVALUATION = new Cause.Request(DeadLetters.SERVICE, "evaluation");

    private final ProcessorContext<String, Output> context;
    private final StageSettings settings;
    private final Topics topics;
    private final Bulkhead<Binding> bulkhead;
    private final Kept<Cluster> clusters;
    private final Kept<ClusterStatus> status;
    private final Observations<Credential> credentials;
    private final Observations<Template> templates;
    private final ToldBindings told;
    private final Evaluation evaluation;
    private final Bursts bursts = new Bursts();
    private final EarlyStatuses early;
    private Bindings bindings = new Bindings();

    private BindStage(ProcessorContext<String, Output> context, StageSettings settings, Bulkhead<Binding> bulkhead) {
        this.context = context;
        this.settings = settings;
        this.topics = settings.topics();
        this.bulkhead = bulkhead;
        this.clusters = CLUSTERS.in(context);
        this.status = STATUS.in(context);
        this.credentials = new Observations<>(CREDENTIALS.in(context), GONE_CREDENTIALS.in(context));
        this.templates = new Observations<>(TEMPLATES.in(context), GONE_TEMPLATES.in(context));
        this.told = new ToldBindings(TOLD.in(context));
        this.early = new EarlyStatuses(settings.gate(), topics, context.taskId().partition());
        told.restore(bulkhead, BIND);
        restore();
        this.evaluation = Evaluation.of(context, settings, inputs(topics), this::evaluate);
        context.schedule(Bursts.TICK, PunctuationType.WALL_CLOCK_TIME, now -> bindWhatWaits());
    }

    public static ProcessorSupplier<String, Said<BindInput>, String, Output> supplier(StageSettings settings) {
        return new StageSupplier<>(STAGE, settings, Topics::bindings, STORES, BindStage::new);
    }

    /** The names of its stores. */
    public static Set<String> stores() {
        return StageSupplier.names(STAGE, STORES);
    }

    @Override
    public void hear(Said<BindInput> said) {
        evaluation.openWhenTime();
        if (early.hold(said) && said.input() instanceof BindInput.StatusKnown(ClusterStatus known)) {
            status.put(known.cluster(), known); // which is all that is learned of it for now
        } else {
            handle(said);
        }
        early.due().forEach(this::handle);
    }

    private void handle(Said<BindInput> said) {
        Optional<Affected> learned =
                bulkhead.attempt(said.at().topic(), said.key(), said.at(), () -> learn(said.input()));
        if (learned.isEmpty()) {
            unlearn(said.input());
            return;
        }
        for (Removed removed : learned.get().removed()) {
            bursts.forget(removed.template());
            bulkhead.attempt(
                    BIND, removed.template().key(), said.at(), () -> tellGone(removed.scope(), removed.template()));
        }
        for (ObjectRef template : learned.get().templates()) {
            if (!evaluation.isOpen()) {
                bursts.await(template, said.at());
            } else if (bursts.admits(template, said.at(), now())) {
                bind(template, said.at(), Occasion.EVENT);
            }
        }
        switch (said.input()) {
            case BindInput.ClusterKnown(Cluster cluster) -> tellBasis(cluster.id(), said.at());
            case BindInput.StatusKnown(ClusterStatus known) -> tellBasis(known.cluster(), said.at());
            case BindInput.TemplateSeen(Template template) -> // the first on a runtime
                tellBasis(template.ref().cluster(), said.at());
            default -> {}
        }
    }

    /** After the bindings themselves, and so after those that wait for more changes too. */
    private void tellBasis(String cluster, Cause cause) {
        ObjectRef basis = Basis.of(cluster);
        if (evaluation.isOpen()
                && bindings.bind(basis, cause) instanceof Bound(Binding binding)
                && told.isNews(binding)
                && (bindings.basis(cluster).isPresent() || told.isKnown(binding.identity()))) {
            bursts.waiting(cluster).forEach(template -> bind(template, causeWithoutEvent(template), Occasion.EVENT));
            bind(basis, cause, Occasion.EVENT);
        }
    }

    @Override
    public void end() {
        early.end();
        evaluation.end();
    }

    private static List<Topic<?>> inputs(Topics topics) {
        return List.of(topics.clusters(), topics.clusterStatus(), topics.credentials(), topics.templates());
    }

    private void restore() {
        clusters.restore(bulkhead, topics.clusters().name(), (key, cluster) -> bindings.put(cluster));
        status.restore(bulkhead, topics.clusterStatus().name(), (key, known) -> {
            bindings.put(known);
            early.restored(known);
        });
        credentials.restore(bulkhead, topics.credentials().name(), bindings::put);
        templates.restore(bulkhead, topics.templates().name(), bindings::put);
    }

    /** In memory first: what cannot be learned must not be kept. */
    private Affected learn(BindInput input) {
        return switch (input) {
            case BindInput.ClusterKnown(Cluster cluster) -> {
                Affected affected = bindings.put(cluster);
                clusters.put(cluster.id(), cluster);
                yield affected;
            }
            case BindInput.ClusterGone(String cluster) -> {
                Affected affected = bindings.removeCluster(cluster);
                clusters.delete(cluster);
                yield affected;
            }
            case BindInput.StatusKnown(ClusterStatus known) -> {
                Affected affected = bindings.put(known);
                status.put(known.cluster(), known);
                yield affected;
            }
            case BindInput.StatusGone(String cluster) -> {
                Affected affected = bindings.removeStatus(cluster);
                status.delete(cluster);
                yield affected;
            }
            case BindInput.CredentialSeen(Credential credential) ->
                credentials.accept(credential, bindings::put, NOTHING);
            case BindInput.CredentialGone(ObjectRef ref, Deletion deletion) ->
                credentials.accept(ref, deletion, now(), bindings::removeCredential, NOTHING);
            case BindInput.TemplateSeen(Template template) -> templates.accept(template, bindings::put, NOTHING);
            case BindInput.TemplateGone(ObjectRef ref, Deletion deletion) ->
                templates.accept(ref, deletion, now(), bindings::removeTemplate, NOTHING);
        };
    }

    /** An input could not be learned: what is known in memory of its key is again what the stores say. */
    private void unlearn(BindInput input) {
        boolean undone = bulkhead.undo(() -> {
            switch (input) {
                case BindInput.ClusterKnown(Cluster cluster) -> relearnCluster(cluster.id());
                case BindInput.ClusterGone(String cluster) -> relearnCluster(cluster);
                case BindInput.StatusKnown(ClusterStatus known) -> relearnStatus(known.cluster());
                case BindInput.StatusGone(String cluster) -> relearnStatus(cluster);
                case BindInput.CredentialSeen(Credential credential) -> relearnCredential(credential.ref());
                case BindInput.CredentialGone gone -> relearnCredential(gone.ref());
                case BindInput.TemplateSeen(Template template) -> relearnTemplate(template.ref());
                case BindInput.TemplateGone gone -> relearnTemplate(gone.ref());
            }
        });
        if (!undone) {
            bindings = new Bindings();
            restore();
        }
    }

    private void relearnCluster(String id) {
        bindings.removeCluster(id);
        Optional.ofNullable(clusters.get(id)).ifPresent(bindings::put);
    }

    private void relearnStatus(String id) {
        bindings.removeStatus(id);
        Optional.ofNullable(status.get(id)).ifPresent(bindings::put);
    }

    private void relearnCredential(ObjectRef ref) {
        bindings.removeCredential(ref);
        Optional.ofNullable(credentials.get(ref)).ifPresent(bindings::put);
    }

    private void relearnTemplate(ObjectRef ref) {
        bindings.removeTemplate(ref);
        Optional.ofNullable(templates.get(ref)).ifPresent(bindings::put);
    }

    private void evaluate(Occasion occasion) {
        bindings.templates().forEach(template -> bind(template, causeWithoutEvent(template), occasion));
        bindings.bases().forEach(basis -> bind(basis, causeWithoutEvent(basis), occasion));
        told.present()
                .forEach(key -> bulkhead.attempt(UNBIND, key.text(), EVALUATION, () -> {
                    if (isOver(key)) {
                        told.tellGone(key);
                        if (!occasion.isBeginning()) {
                            say(key.text(), null);
                        }
                    }
                }));
        List<Binding.Key> gone = told.goneAtEvaluation();
        if (occasion.isBeginning()) {
            gone.forEach(key -> bulkhead.attempt(UNBIND, key.text(), EVALUATION, () -> say(key.text(), null)));
        }
        Instant forgotten = now().minus(settings.memory());
        credentials.forget(forgotten);
        templates.forget(forgotten);
    }

    private void bindWhatWaits() {
        early.due().forEach(this::handle);
        if (evaluation.isOpen()) {
            bursts.take(now()).forEach(template -> bind(template, causeWithoutEvent(template), Occasion.EVENT));
        }
    }

    /** Each template on its own: that one cannot be bound is that one's trouble. */
    private void bind(ObjectRef template, Cause cause, Occasion occasion) {
        bulkhead.attempt(BIND, template.key(), cause, () -> {
            switch (bindings.bind(template, cause)) {
                case Bound(Binding binding) -> {
                    bursts.bound(template, matches(binding), now());
                    tell(binding.withoutMatches(), occasion);
                }
                case Removed(var scope, var gone) -> tellGone(scope, gone);
                case Held held -> { // what was said last stays
                    bursts.forget(template);
                    if (occasion.isBeginning()) {
                        told.of(template).stream()
                                .filter(binding -> !held.ends(binding.identity()))
                                .forEach(binding -> say(binding.key(), binding));
                    }
                }
            }
        });
    }

    /** Says what is news. After a restart nobody knows what was heard, so everything is said once. */
    private void tell(Binding binding, Occasion occasion) {
        boolean news = told.isNews(binding);
        if (news) {
            told.tell(binding);
        }
        if (news || occasion.isBeginning()) {
            say(binding.key(), told.last(binding));
        }
    }

    private void tellGone(Scope scope, ObjectRef template) {
        Binding.Key key = new Binding.Key(scope, template);
        told.tellGone(key);
        say(key.text(), null);
    }

    private static int matches(Binding binding) {
        return binding.layers().stream()
                .mapToInt(layer -> layer.matches().size())
                .sum();
    }

    /** Whether what was said no longer holds, and the record that ended it was half processed before a crash. */
    private boolean isOver(Binding.Key key) {
        return bindings.bind(key.template(), causeWithoutEvent(key.template())).ends(key);
    }

    /** The newest record that the template waits for; of a binding that changed without one: the rules have. */
    private Cause causeWithoutEvent(ObjectRef ref) {
        Cause waitsFor = bursts.cause(ref);
        Template template = templates.get(ref);
        return waitsFor != null ? waitsFor : template == null ? EVALUATION : template.cause();
    }

    private void say(String key, @Nullable Binding binding) {
        if (evaluation.isOpen()) {
            bulkhead.say(key, binding);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
