package io.credstream.sink.lane;

import io.credstream.sink.patch.Decision;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a lane, at most one decision of each Manifest, and in which order it is carried out. Not thread-safe but for
 * {@link #held}.
 */
final class LaneQueue {

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Deque<Slot> ready = new ArrayDeque<>();
    private final AtomicInteger held = new AtomicInteger();

    /** The slot of a Manifest, which is made if it has none. */
    Slot slot(String manifest) {
        return slots.computeIfAbsent(manifest, key -> new Slot());
    }

    /** Takes out and returns what waits for a Manifest; what is in flight is not put back. */
    Optional<Decision> cancel(String manifest) {
        Slot slot = slots.get(manifest);
        if (slot == null) {
            return Optional.empty();
        }
        Optional<Decision> waiting = Optional.ofNullable(slot.waiting);
        slot.waiting = null;
        slot.cancelled = true;
        unhold(slot);
        discardIfDone(manifest, slot);
        return waiting;
    }

    Collection<Slot> slots() {
        return slots.values();
    }

    /** Slots with a decision that no fuse holds. */
    List<Slot> waiting() {
        return slots.values().stream()
                .filter(slot -> slot.waiting != null && !slot.held)
                .toList();
    }

    /** How many decisions a fuse holds. From any thread. */
    int held() {
        return held.get();
    }

    /** Takes a slot out of line because a fuse holds what waits in it. */
    void hold(Slot slot) {
        setHeld(slot, true);
        if (slot.state == Slot.State.READY) {
            ready.remove(slot);
            slot.state = Slot.State.IDLE;
        }
    }

    void unhold(Slot slot) {
        setHeld(slot, false);
    }

    private void setHeld(Slot slot, boolean is) {
        if (slot.held != is) {
            slot.held = is;
            held.addAndGet(is ? 1 : -1);
        }
    }

    /** Puts a slot in line, if there is something in it that can be carried out. */
    void makeReady(Slot slot) {
        if (slot.waiting != null && !slot.held && (slot.state == Slot.State.IDLE || slot.state == Slot.State.DELAYED)) {
            slot.state = Slot.State.READY;
            ready.addLast(slot);
        }
    }

    void makeAllReady() {
        slots.values().stream().filter(slot -> !slot.forbidden).forEach(this::makeReady);
    }

    /** The first in line that has not been cancelled meanwhile; it stays there. */
    @Nullable
    Slot first() {
        while (!ready.isEmpty() && ready.getFirst().waiting == null) {
            ready.removeFirst();
        }
        return ready.peekFirst();
    }

    void removeFirst() {
        ready.remove();
    }

    void discardIfDone(String manifest, Slot slot) {
        if (slot.waiting == null && slot.state != Slot.State.IN_FLIGHT) {
            slots.remove(manifest, slot);
        }
    }
}
