package io.credstream.rules.decide;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Pin;
import io.credstream.model.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The decide stage: Manifests and bindings by scope, component and version (R9), pins (R19), brakes (R20), and gaps (R22).
 *
 * <p>Feed it facts as they become known; each call answers which Manifests to decide anew, and {@link #decide} decides. Older facts
 * must be kept out by the caller. After a restart feed it everything and decide {@link #manifests()}.
 *
 * <p>A template has one binding: one under another scope takes the place of the former, so that a removal which got lost leaves
 * nothing behind here, and a removal under a former scope removes nothing.
 *
 * <p>Mutable, for one thread.
 */
public final class Decisions {

    /** Where Manifests and templates meet. */
    private record Address(Scope scope, String component, String version) {
        static Optional<Address> of(Scope scope, @Nullable String component, @Nullable String version) {
            // A Manifest or runtime that names no Kyma belongs to none; two of them must not meet for that.
            boolean nowhere = scope.kyma() != null && scope.kyma().isEmpty();
            return nowhere || component == null || version == null
                    ? Optional.empty()
                    : Optional.of(new Address(scope, component, version));
        }

        static Optional<Address> of(Manifest manifest) {
            return of(manifest.scope(), manifest.component(), manifest.componentVersion());
        }

        static Optional<Address> of(Binding binding) {
            return of(binding.scope(), binding.component(), binding.componentVersion());
        }
    }

    private final Map<ObjectRef, Manifest> manifests = new TreeMap<>();
    private final Map<ObjectRef, Binding> bindings = new HashMap<>();
    private final Map<ObjectRef, Pin> pins = new HashMap<>();
    private final Brakes brakes = new Brakes();
    private final Bases bases = new Bases();
    private final Map<Address, SortedSet<ObjectRef>> manifestsAt = new HashMap<>();
    private final Map<Address, SortedSet<ObjectRef>> templatesAt = new HashMap<>();

    /** A Manifest as observed; it alone is to be decided anew. */
    public Set<ObjectRef> put(Manifest manifest) {
        removeManifest(manifest.ref());
        manifests.put(manifest.ref(), manifest);
        Address.of(manifest).ifPresent(address -> add(manifestsAt, address, manifest.ref()));
        return Set.of(manifest.ref());
    }

    /** A Manifest is gone, and what was decided for it is moot. */
    public Set<ObjectRef> removeManifest(ObjectRef ref) {
        Manifest before = manifests.remove(ref);
        if (before != null) {
            Address.of(before).ifPresent(address -> remove(manifestsAt, address, ref));
        }
        return Set.of(ref);
    }

    /** A template is bound; or all of a cluster's are, as far as they are known. */
    public Set<ObjectRef> put(Binding binding) {
        Basis basis = binding.basis();
        if (basis != null) {
            return bases.put(binding.scope(), binding.template(), basis, manifests.values());
        }
        Set<ObjectRef> touched = new TreeSet<>(removeBinding(binding.template()));
        bindings.put(binding.template(), binding);
        Address.of(binding).ifPresent(address -> {
            add(templatesAt, address, binding.template());
            touched.addAll(at(manifestsAt, address));
        });
        return Collections.unmodifiableSet(touched);
    }

    /** A template is gone from a scope. */
    public Set<ObjectRef> removeBinding(Scope scope, ObjectRef template) {
        if (Basis.isAt(template)) {
            bases.remove(template);
        }
        Binding before = bindings.get(template);
        return before == null || !before.scope().equals(scope) ? Set.of() : removeBinding(template);
    }

    /** A Manifest is pinned; or no longer, if the pin was released or has expired. When one expires later the caller has to remove it. */
    public Set<ObjectRef> put(Pin pin, Instant now) {
        return pin.holds(now) ? put(pin) : removePin(pin.manifest());
    }

    /** As {@link #put(Pin, Instant)}, of a pin that has not expired. */
    public Set<ObjectRef> put(Pin pin) {
        if (pin.release() != null) {
            return removePin(pin.manifest());
        }
        pins.put(pin.manifest(), pin);
        return Set.of(pin.manifest());
    }

    /** A Manifest is pinned no longer. */
    public Set<ObjectRef> removePin(ObjectRef manifest) {
        pins.remove(manifest);
        return Set.of(manifest);
    }

    /** An operator wants something, after all that was put before; which of the Manifests that there are the order is about. */
    public Set<ObjectRef> put(Order order) {
        brakes.put(order);
        return meant(order);
    }

    /** Takes off the brakes whose time is over; which Manifests each of them held, in order. */
    public Map<Order, Set<ObjectRef>> endBrakes(Instant now) {
        Map<Order, Set<ObjectRef>> ended = new LinkedHashMap<>();
        brakes.takeOver(now).forEach(order -> ended.put(order, meant(order)));
        return ended;
    }

    private Set<ObjectRef> meant(Order order) {
        Set<ObjectRef> meant = new TreeSet<>();
        manifests.forEach((ref, manifest) -> {
            if (order.target().includes(manifest)) {
                meant.add(ref);
            }
        });
        return meant;
    }

    /**
     * What is to be done about a Manifest now.
     *
     * @param cause what an update would follow from
     */
    public Decision decide(ObjectRef ref, Cause cause) {
        Manifest manifest = manifests.get(ref);
        Optional<Brakes.On> brake = Optional.ofNullable(manifest).flatMap(brakes::on);
        if (manifest != null && brake.isPresent() && brake.get().mode() == Mode.WITHDRAW) {
            return ManifestDecision.withdrawn(manifest, bindingOf(manifest), cause);
        }
        Decision wanted = decideUnbraked(ref, cause);
        return brake.isPresent() && wanted instanceof Decision.Update
                ? new Decision.LeaveAlone(wanted.state(), Decision.Reason.PAUSED)
                : wanted;
    }

    /** As {@link #decide}, but for what holds it back. */
    private Decision decideUnbraked(ObjectRef ref, Cause cause) {
        Manifest manifest = manifests.get(ref);
        Pin pin = pins.get(ref);
        return manifest == null || pin == null
                ? decideUnpinned(ref, cause)
                : ManifestDecision.pinned(manifest, pin, supported(manifest), cause);
    }

    /** As {@link #decide}, but for what pins it and what holds it back. */
    public Decision decideUnpinned(ObjectRef ref, Cause cause) {
        Manifest manifest = manifests.get(ref);
        if (manifest == null) {
            return new Decision.LeaveAlone(BindingState.NO_TEMPLATE, Decision.Reason.GONE);
        }
        Collection<Binding> candidates = candidates(manifest);
        Decision wanted = ManifestDecision.decide(manifest, candidates, cause);
        return wanted instanceof Decision.Update && !bases.support(manifest, candidates)
                ? new Decision.LeaveAlone(wanted.state(), Decision.Reason.DEFERRED)
                : wanted;
    }

    /** The template that a Manifest belongs to, if there is exactly one. */
    public Optional<Binding> bindingOf(Manifest manifest) {
        return TemplateChoice.choose(manifest, candidates(manifest)) instanceof TemplateChoice.Chosen(Binding binding)
                ? Optional.of(binding)
                : Optional.empty();
    }

    public Optional<Manifest> manifest(ObjectRef ref) {
        return Optional.ofNullable(manifests.get(ref));
    }

    /** What pins a Manifest, if anything does. */
    public Optional<Pin> pin(ObjectRef manifest) {
        return Optional.ofNullable(pins.get(manifest));
    }

    /** What holds a Manifest back, if anything does: the strongest. */
    public Optional<Order> brake(ObjectRef manifest) {
        return manifest(manifest).flatMap(brakes::on).map(Brakes.On::order);
    }

    /** Every pin there is. */
    public Collection<Pin> pins() {
        return Collections.unmodifiableCollection(pins.values());
    }

    /** Every Manifest there is, in order. */
    public List<ObjectRef> manifests() {
        return List.copyOf(manifests.keySet());
    }

    /** A pin does not wait; layers that are not pinned stay as they are as long as nobody knows their template. */
    private Collection<Binding> supported(Manifest manifest) {
        Collection<Binding> candidates = candidates(manifest);
        return bases.support(manifest, candidates) ? candidates : List.of();
    }

    private Collection<Binding> candidates(Manifest manifest) {
        return Address.of(manifest).map(address -> at(templatesAt, address)).orElse(Set.of()).stream()
                .flatMap(template -> Optional.ofNullable(bindings.get(template)).stream())
                .toList();
    }

    private Set<ObjectRef> removeBinding(ObjectRef template) {
        Binding before = bindings.remove(template);
        if (before == null) {
            return Set.of();
        }
        Optional<Address> address = Address.of(before);
        address.ifPresent(a -> remove(templatesAt, a, template));
        return address.<Set<ObjectRef>>map(a -> Collections.unmodifiableSet(new TreeSet<>(at(manifestsAt, a))))
                .orElse(Set.of());
    }

    private static Set<ObjectRef> at(Map<Address, SortedSet<ObjectRef>> index, Address address) {
        Set<ObjectRef> refs = index.get(address);
        return refs == null ? Set.of() : refs;
    }

    private static void add(Map<Address, SortedSet<ObjectRef>> index, Address address, ObjectRef ref) {
        index.computeIfAbsent(address, a -> new TreeSet<>()).add(ref);
    }

    private static void remove(Map<Address, SortedSet<ObjectRef>> index, Address address, ObjectRef ref) {
        index.computeIfPresent(address, (a, refs) -> refs.remove(ref) && refs.isEmpty() ? null : refs);
    }
}
