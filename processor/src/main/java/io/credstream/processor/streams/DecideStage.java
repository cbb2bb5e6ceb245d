package io.credstream.processor.streams;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.observe.LogKeys;
import io.credstream.processor.domain.Attempts;
import io.credstream.processor.domain.Decision;
import io.credstream.processor.domain.Decisions;
import io.credstream.processor.domain.Occasion;
import io.credstream.processor.domain.Step;
import io.credstream.processor.domain.Step.Action;
import io.credstream.processor.streams.Read.Said;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
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
    private static final StageStore<Attempts> ATTEMPTS = new StageStore<>("attempts", Attempts.class);
    private static final StageStore<Pin> PINS = new StageStore<>("known-pins", Pin.class);
    private static final StageStore<HeardOrder> ORDERS = new StageStore<>("heard-orders", HeardOrder.class);
    private static final List<StageStore<?>> STORES =
            List.of(MANIFESTS, GONE_MANIFESTS, BINDINGS, ATTEMPTS, PINS, ORDERS);

    private static final Duration DUE_EVERY = Duration.ofSeconds(1);

    private final ProcessorContext<String, ManifestUpdate> context;
    private final StageSettings settings;
    private final Observations<Manifest> manifests;
    private final KeyValueStore<String, Binding> bindings;
    private final AttemptsBook attempts;
    private final PinBook pins;
    private final KeyValueStore<String, HeardOrder> orders;
    private final Decisions decisions = new Decisions();
    private final Map<ObjectRef, Cause> touched = new HashMap<>();
    private final StageMeters.Share measured;
    private final Evaluation evaluation;

    private DecideStage(ProcessorContext<String, ManifestUpdate> context, StageSettings settings) {
        this.context = context;
        this.settings = settings;
        this.manifests = new Observations<>(MANIFESTS.in(context), GONE_MANIFESTS.in(context));
        this.bindings = BINDINGS.in(context);
        this.attempts = new AttemptsBook(ATTEMPTS.in(context));
        this.pins = new PinBook(PINS.in(context));
        this.orders = ORDERS.in(context);
        manifests.forEach(decisions::put);
        StageStore.forEach(bindings, decisions::put);
        pins.forEach(decisions::put);
        HeardOrder.inOrder(orders).forEach(decisions::put);
        this.measured = settings.meters().begin();
        this.evaluation = Evaluation.of(context, settings, inputs(settings.topics()), this::evaluate);
        context.schedule(DUE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> decideWhatIsDue());
    }

    public static ProcessorSupplier<String, Said<DecideInput>, String, ManifestUpdate> supplier(
            StageSettings settings) {
        return new StageSupplier<>(settings, STORES, DecideStage::new);
    }

    @Override
    public void hear(Said<DecideInput> said) {
        evaluation.openWhenTime();
        Cause cause = cause(said);
        for (ObjectRef manifest : learn(said)) {
            if (evaluation.isOpen()) {
                decide(manifest, cause, Occasion.EVENT);
            } else {
                touched.put(manifest, cause);
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

    private Set<ObjectRef> learn(Said<DecideInput> said) {
        return switch (said.input()) {
            case DecideInput.ManifestSeen(Manifest manifest) ->
                manifests.accept(manifest) ? decisions.put(manifest) : Set.of();
            case DecideInput.ManifestGone gone ->
                manifests.accept(gone.ref(), gone.deletion(), now()) ? decisions.removeManifest(gone.ref()) : Set.of();
            case DecideInput.BindingKnown(Binding binding) -> {
                bindings.put(binding.template().key(), binding);
                yield decisions.put(binding);
            }
            case DecideInput.BindingGone(Binding.Key key) -> {
                Binding known = bindings.get(key.template().key());
                if (known != null && known.scope().equals(key.scope())) {
                    bindings.delete(key.template().key());
                }
                yield decisions.removeBinding(key.scope(), key.template());
            }
            case DecideInput.PinKnown(Pin pin) ->
                pins.take(pin, now()) ? decisions.put(pin) : decisions.removePin(pin.manifest());
            case DecideInput.PinGone(ObjectRef manifest) -> {
                pins.remove(manifest);
                yield decisions.removePin(manifest);
            }
            case DecideInput.Ordered(Order order) ->
                carryOut(new HeardOrder(order, said.at().offset()));
            case DecideInput.OrderGone gone -> Set.of();
            case DecideInput.Reported(ApplyReport report) -> {
                ObjectRef manifest = report.manifest();
                attempts.put(manifest, settings.retries().reported(attempts.get(manifest), report, now()));
                yield Set.of(manifest);
            }
            case DecideInput.ReportGone gone -> Set.of();
        };
    }

    /** What was carried out and then followed by another one is no order any more. */
    private Set<ObjectRef> carryOut(HeardOrder heard) {
        Order order = heard.order();
        HeardOrder last = orders.get(order.key());
        if (last != null && !last.mayBeFollowedBy(heard)) {
            return Set.of();
        }
        orders.put(order.key(), heard);
        Set<ObjectRef> meant = decisions.put(order);
        switch (order.action()) {
            case Order.Action.Drive drive -> meant.forEach(this::forgetAttempts);
            case Order.Action.Brake brake -> {
                // what is decided from now on follows from it
            }
        }
        return meant;
    }

    private void forgetAttempts(ObjectRef manifest) {
        Attempts before = attempts.get(manifest);
        if (before != null) {
            attempts.put(manifest, settings.retries().driven(before, now()));
        }
    }

    private void evaluate(Occasion occasion) {
        pins.takeExpired(now()).forEach(pin -> decisions.removePin(pin.manifest()));
        Set<ObjectRef> all = new TreeSet<>(decisions.manifests());
        all.addAll(attempts.all());
        all.forEach(manifest -> decide(manifest, causeWithoutEvent(manifest), occasion));
        touched.clear();
        manifests.forget(now().minus(settings.memory()));
    }

    private void decideWhatIsDue() {
        if (evaluation.isOpen()) {
            for (Pin pin : pins.takeExpired(now())) {
                Cause expiry = new Cause.Request(pin.user(), "pin expired");
                decisions.removePin(pin.manifest()).forEach(manifest -> decide(manifest, expiry, Occasion.EVENT));
            }
            attempts.due(now()).forEach(manifest -> decide(manifest, causeWithoutEvent(manifest), Occasion.EVENT));
        }
    }

    private void decide(ObjectRef manifest, Cause cause, Occasion occasion) {
        Attempts before = attempts.get(manifest);
        Decision decision = decisions.decide(manifest, cause);
        Step step = settings.retries().decided(before, decision, occasion, now());
        if (before != null || step.next() != null) {
            attempts.put(manifest, step.next());
        }
        measured.decided(manifest, decision, step, now());
        switch (step.action()) {
            case Action.Send(ManifestUpdate update) -> say(manifest, update);
            case Action.Clear clear -> say(manifest, null);
            case Action.HoldDown(Instant until, int hold) -> {
                LOG.atWarn()
                        .addKeyValue(LogKeys.OBJECT, manifest)
                        .addKeyValue(LogKeys.UNTIL, until)
                        .addKeyValue(LogKeys.COUNT, hold)
                        .log("Somebody keeps overwriting a Manifest; it is left alone for a while");
                say(manifest, null);
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
        return attempt == null ? new Cause.Request("processor", "evaluation") : attempt.cause();
    }

    private boolean isObservation(Cause cause) {
        return cause instanceof Cause.Coordinates at
                && at.topic().equals(settings.topics().manifests().name());
    }

    private void say(ObjectRef manifest, @Nullable ManifestUpdate update) {
        context.forward(new Record<>(manifest.key(), update, context.currentSystemTimeMs()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
