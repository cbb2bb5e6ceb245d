package io.credstream.processor.streams;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.Deletion;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;

/** What the decide stage is told. Sealed: a new input topic has to be dealt with before it can be read. */
public sealed interface DecideInput {

    /** A Manifest as observed. */
    record ManifestSeen(Manifest manifest) implements DecideInput {}

    /** A Manifest is gone. */
    record ManifestGone(ObjectRef ref, Deletion deletion) implements DecideInput {}

    /** A template is bound. */
    record BindingKnown(Binding binding) implements DecideInput {}

    /** A template is bound no longer. */
    record BindingGone(Binding.Key key) implements DecideInput {
        public static BindingGone of(String key) {
            return new BindingGone(Binding.Key.parse(key));
        }
    }

    /** A Manifest is pinned, or a pin was released. */
    record PinKnown(Pin pin) implements DecideInput {}

    /** Somebody tidied a pin away. */
    record PinGone(ObjectRef manifest) implements DecideInput {
        public static PinGone of(String key) {
            return new PinGone(ObjectRef.parse(key));
        }
    }

    /** An operator wants something. */
    record Ordered(Order order) implements DecideInput {}

    /** Somebody tidied an order away; nothing follows from that. */
    record OrderGone(String key) implements DecideInput {}

    /** What became of a decision. */
    record Reported(ApplyReport report) implements DecideInput {}

    /** Somebody tidied a report away; nothing follows from that. */
    record ReportGone(String key) implements DecideInput {}
}
