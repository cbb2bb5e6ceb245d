package io.credstream.processor.streams;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.HoldDown;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Scope;
import io.credstream.observe.LogKeys;
import io.credstream.processor.streams.Read.Said;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Occasion;
import io.credstream.rules.retry.Step;
import io.credstream.rules.retry.Step.Action;
import io.credstream.topics.HoldDownHeaders;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decide stage: keeps what is known of Manifests and bindings, and decides the Manifests that a record touches.
 *
 * <p>While the gate is closed nothing is decided, only remembered as touched: attempts count what was really said.
 */
public final class DecideStage implements Stage<DecideInput> {

    private static final Logger LOG = LoggerFactory.getLogger(DecideStage.class);

    private static final StageStore<Manifest> MANIFESTS = new StageStore<>("known-manifests", Manifest.class);
    private static final StageStore<Gone> GONE_MANIFESTS = new StageStore<>("gone-manifests", Gone.class);
    private static final StageStore<Binding> BINDINGS = new StageStore<>("known-bindings", Binding.class);
    private static final StageStore<StoredAttempts> ATTEMPTS = new StageStore<>("attempts", StoredAttempts.class);
    private static final StageStore<Pin> PINS = new StageStore<>("known-pins", Pin.class);
    private static final StageStore<HeardOrder> ORDERS = new StageStore<>("heard-orders", HeardOrder.class);
    private static final String STAGE = "decide";
    private static final List<StageStore<?>> STORES =
            List.of(MANIFESTS, GONE_MANIFESTS, BINDINGS, ATTEMPTS, PINS, ORDERS);

    private static final String DECIDE = "decide";
    private static final Cause EVALUATION = new Cause.Request(DeadLetters.SERVICE, "evaluation");
    private static final Duration DUE_EVERY = Duration.ofSeconds(1);

    private final ProcessorContext<String, Output> context;
    private final StageSettings settings;
    private final Topics topics;
    private final Bulkhead<ManifestUpdate> bulkhead;
    private final Observations<Manifest> manifests;
    private final Kept<Binding> bindings;
    private final AttemptsBook attempts;
    private final PinBook pins;
    private final Kept<HeardOrder> orders;
    private final Map<ObjectRef, Cause> touched = new HashMap<>();
    private final StageMeters.Share measured;
    private final Evaluation evaluation;
    private Decisions decisions = new Decisions();
    private Instant lastHeard = Instant.EPOCH;

    private DecideStage(
            ProcessorContext<String, Output> context, StageSettings settings, Bulkhead<ManifestUpdate> bulkhead) {
        this.context = context;
        this.settings = settings;
        this.topics = settings.topics();
        this.bulkhead = bulkhead;
        this.manifests = new Observations<>(MANIFESTS.in(context), GONE_MANIFESTS.in(context));
        this.bindings = BINDINGS.in(context);
        this.attempts = new AttemptsBook(ATTEMPTS.in(context));
        this.pins = new PinBook(PINS.in(context));
        this.orders = ORDERS.in(context);
        this.measured = settings.meters().begin();
        attempts.restore(bulkhead, DECIDE);
        restore();
        this.evaluation = Evaluation.of(context, settings, inputs(topics), this::evaluate);
        context.schedule(DUE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> decideWhatIsDue());
    }

    public static ProcessorSupplier<String, Said<DecideInput>, String, Output> supplier(StageSettings settings) {
        return new StageSupplier<>(STAGE, settings, Topics::manifestUpdates, STORES, DecideStage::new);
    }

    /** The names of its stores. */
    public static Set<String> stores() {
        return StageSupplier.names(STAGE, STORES);
    }

    @Override
    public void hear(Said<DecideInput> said) {
        evaluation.openWhenTime();
        Cause cause = cause(said);
        Optional<Set<ObjectRef>> learned =
                bulkhead.attempt(said.at().topic(), said.key(), said.at(), () -> learn(said));
        if (learned.isEmpty()) {
            unlearn(said.input());
            return;
        }
        for (ObjectRef manifest : learned.get()) {
            if (evaluation.isOpen()) {
                decide(manifest, cause, Occasion.EVENT);
            } else {
                touched.merge(manifest, cause, (before, now) -> isObservation(now) ? before : now);
            }
        }
    }

    /** A binding only passes on the fact that it follows from; it is compacted soon, and the fact is history. */
    private static Cause cause(Said<DecideInput> said) {
        return said.input() instanceof DecideInput.BindingKnown(Binding binding) ? binding.cause() : said.at();
    }

    @Override
    public void end() {
        evaluation.end();
        measured.end();
    }

    private static List<Topic<?>> inputs(Topics topics) {
        return List.of(topics.manifests(), topics.bindings(), topics.pins(), topics.orders(), topics.applyReports());
    }

    private void restore() {
        manifests.restore(bulkhead, topics.manifests().name(), decisions::put);
        bindings.restore(bulkhead, topics.bindings().name(), (key, binding) -> decisions.put(binding));
        pins.restore(bulkhead, topics.pins().name(), decisions::put);
        String given = topics.orders().name();
        for (HeardOrder heard : HeardOrder.restore(orders, bulkhead, given)) {
            lastHeard = heard.when();
            bulkhead.restore(given, heard.order().key(), EVALUATION, () -> decisions.put(heard.order()));
        }
    }

    /** In memory first: what cannot be learned must not be kept. */
    private Set<ObjectRef> learn(Said<DecideInput> said) {
        return switch (said.input()) {
            case DecideInput.ManifestSeen(Manifest manifest) -> manifests.accept(manifest, decisions::put, Set.of());
            case DecideInput.ManifestGone(ObjectRef ref, Deletion deletion) ->
                manifests.accept(ref, deletion, now(), decisions::removeManifest, Set.of());
            case DecideInput.BindingKnown(Binding binding) -> {
                Set<ObjectRef> affected = decisions.put(binding);
                bindings.put(binding.template().key(), binding);
                yield affected;
            }
            case DecideInput.BindingGone(Binding.Key key) -> {
                Set<ObjectRef> affected = decisions.removeBinding(key.scope(), key.template());
                Binding known = bindings.get(key.template().key());
                if (known != null && known.scope().equals(key.scope())) {
                    bindings.delete(key.template().key());
                }
                yield affected;
            }
            case DecideInput.PinKnown(Pin pin) -> {
                Set<ObjectRef> affected = decisions.put(pin, now());
                pins.take(pin, now());
                yield affected;
            }
            case DecideInput.PinGone(ObjectRef manifest) -> {
                Set<ObjectRef> affected = decisions.removePin(manifest);
                pins.remove(manifest);
                yield affected;
            }
            case DecideInput.Ordered(Order order) ->
                carryOut(new HeardOrder(order, said.at().offset(), nextHeard()));
            case DecideInput.OrderGone gone -> Set.of();
            case DecideInput.Reported(ApplyReport report) -> {
                ObjectRef manifest = report.manifest();
                attempts.put(manifest, settings.retries().reported(attempts.get(manifest), report, now()));
                yield Set.of(manifest);
            }
            case DecideInput.ReportGone gone -> Set.of();
        };
    }

    /** An input could not be learned: what is known in memory of its key is again what the stores say. */
    private void unlearn(DecideInput input) {
        boolean undone = bulkhead.undo(() -> {
            switch (input) {
                case DecideInput.ManifestSeen(Manifest manifest) -> relearnManifest(manifest.ref());
                case DecideInput.ManifestGone gone -> relearnManifest(gone.ref());
                case DecideInput.BindingKnown(Binding binding) -> relearnBinding(binding.scope(), binding.template());
                case DecideInput.BindingGone(Binding.Key key) -> relearnBinding(key.scope(), key.template());
                case DecideInput.PinKnown(Pin pin) -> relearnPin(pin.manifest());
                case DecideInput.PinGone(ObjectRef manifest) -> relearnPin(manifest);
                case DecideInput.Ordered ordered -> relearn(); // what the orders before it left cannot be told apart
                case DecideInput.OrderGone gone -> {}
                case DecideInput.Reported reported -> {} // kept in a store only
                case DecideInput.ReportGone gone -> {}
            }
        });
        if (!undone) {
            relearn();
        }
    }

    private void relearn() {
        decisions = new Decisions();
        restore();
    }

    private void relearnManifest(ObjectRef ref) {
        decisions.removeManifest(ref);
        Optional.ofNullable(manifests.get(ref)).ifPresent(decisions::put);
    }

    private void relearnBinding(Scope scope, ObjectRef template) {
        decisions.removeBinding(scope, template);
        Optional.ofNullable(bindings.get(template.key())).ifPresent(decisions::put);
    }

    private void relearnPin(ObjectRef manifest) {
        decisions.removePin(manifest);
        Optional.ofNullable(pins.get(manifest)).ifPresent(decisions::put);
    }

    /** What was carried out and then followed by another one is no order any more. */
    private Set<ObjectRef> carryOut(HeardOrder heard) {
        Order order = heard.order();
        HeardOrder last = orders.get(order.key());
        if (last != null && !last.mayBeFollowedBy(heard)) {
            return Set.of();
        }
        Set<ObjectRef> meant = decisions.put(order);
        orders.put(order.key(), heard);
        lastHeard = heard.when();
        switch (order.action()) {
            case Order.Action.Drive drive -> meant.forEach(this::forgetAttempts);
            case Order.Action.Brake brake -> {
                // what is decided from now on follows from it
            }
        }
        return meant;
    }

    private Instant nextHeard() {
        Instant now = now();
        return now.isAfter(lastHeard) ? now : lastHeard.plusMillis(1);
    }

    private void forgetAttempts(ObjectRef manifest) {
        Attempts before = attempts.get(manifest);
        if (before != null) {
            attempts.put(manifest, settings.retries().driven(before, now()));
        }
    }

    private void evaluate(Occasion occasion) {
        pins.takeExpired(now()).forEach(pin -> expire(pin, EVALUATION));
        decisions.endBrakes(now()); // all are decided now
        Set<ObjectRef> all = new TreeSet<>(decisions.manifests());
        all.addAll(attempts.all());
        all.forEach(manifest -> decideAgain(manifest, occasion));
        touched.clear();
        manifests.forget(now().minus(settings.memory()));
    }

    private void decideWhatIsDue() {
        if (evaluation.isOpen()) {
            for (Pin pin : pins.takeExpired(now())) {
                Cause expiry = new Cause.Request(pin.user(), "pin expired");
                expire(pin, expiry);
                decide(pin.manifest(), expiry, Occasion.EVENT);
            }
            decisions.endBrakes(now()).forEach(this::ended);
            attempts.due(now()).forEach(manifest -> decideAgain(manifest, Occasion.EVENT));
        }
    }

    /** Nobody has looked at what is written now, as somebody does who resumes: so it is one change, which a fuse can hold (R21). */
    private void ended(Order brake, Set<ObjectRef> manifests) {
        Cause end = new Cause.Request(
                brake.user(),
                "end of " + brake.action().display() + " " + brake.target().display());
        LOG.atInfo()
                .addKeyValue(LogKeys.REASON, end.describe())
                .addKeyValue(LogKeys.UNTIL, brake.until())
                .log("The time of an order is over");
        manifests.forEach(manifest -> decide(manifest, end, Occasion.EVENT));
    }

    private void expire(Pin pin, Cause expiry) {
        bulkhead.attempt(topics.pins().name(), pin.key(), expiry, () -> decisions.removePin(pin.manifest()));
    }

    /** Each Manifest on its own: that one cannot be decided is that one's trouble. */
    private void decide(ObjectRef manifest, Cause cause, Occasion occasion) {
        bulkhead.attempt(DECIDE, manifest.key(), cause, () -> decideOne(manifest, cause, occasion));
    }

    /** Without a record that touches it. */
    private void decideAgain(ObjectRef manifest, Occasion occasion) {
        Manifest known = manifests.get(manifest);
        bulkhead.attempt(
                DECIDE,
                manifest.key(),
                known == null ? EVALUATION : known.cause(),
                () -> decideOne(manifest, causeWithoutEvent(manifest), occasion));
    }

    private void decideOne(ObjectRef manifest, Cause cause, Occasion occasion) {
        Attempts before = attempts.get(manifest);
        Decision decision = decisions.decide(manifest, cause);
        Step step = settings.retries().decided(before, decision, occasion, now());
        if (before != null || step.next() != null) {
            attempts.put(manifest, step.next());
        }
        measured.decided(manifest, decision, step, now());
        switch (step.action()) {
            case Action.Send(ManifestUpdate update) -> bulkhead.say(manifest.key(), update);
            case Action.Clear clear -> clear(manifest, step.next());
            case Action.GiveWay(HoldDown holdDown) -> {
                LOG.atWarn()
                        .addKeyValue(LogKeys.OBJECT, manifest)
                        .addKeyValue(LogKeys.UNTIL, holdDown.until())
                        .addKeyValue(LogKeys.COUNT, holdDown.number())
                        .log("Somebody keeps overwriting a Manifest; it is left alone for a while");
                clear(manifest, step.next());
            }
            case Action.Stay stay -> {
                // nothing to say
            }
        }
    }

    /**
     * What touched a Manifest while the gate was closed; else what was seen of it last, else what was done about it last. But a Manifest
     * that has nothing of ours is changed because of what its template is bound to, not because it is there: so what is written to a
     * fleet that is seen for the first time is few changes, which a fuse can hold (R21).
     */
    private Cause causeWithoutEvent(ObjectRef ref) {
        Cause touch = touched.get(ref);
        Manifest manifest = manifests.get(ref);
        Attempts attempt = attempts.get(ref);
        if (touch != null && !isObservation(touch)) {
            return touch;
        } else if (manifest != null) {
            Cause seen = Objects.requireNonNullElse(touch, manifest.cause());
            return manifest.annotations().equals(ManifestAnnotations.NONE)
                    ? decisions.bindingOf(manifest).map(Binding::cause).orElse(seen)
                    : seen;
        } else if (touch != null) {
            return touch;
        }
        return attempt == null ? EVALUATION : attempt.decision().cause();
    }

    private boolean isObservation(Cause cause) {
        return cause instanceof Cause.Coordinates at
                && at.topic().equals(settings.topics().manifests().name());
    }

    /** Says as well until when the Manifest is held down, if it is: nobody else knows the policy that is in force. */
    private void clear(ObjectRef manifest, @Nullable Attempts next) {
        Headers headers = new RecordHeaders();
        if (next instanceof Attempts.Held held) {
            HoldDownHeaders.write(held.holdDown(), headers);
        }
        bulkhead.say(manifest.key(), null, headers);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
