package io.credstream.sink.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.BindingState;
import io.credstream.model.Kind;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Printable;
import io.credstream.sink.patch.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A {@code core/v1} Event about a Manifest's new state, in words for somebody who has never heard of Credstream. */
final class StateEvent {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPORTER = "credstream";

    /** Of a message; the API server takes 1,024 characters. What it quotes can be anybody's, and escapes make it longer. */
    private static final int LONGEST = 500;

    private StateEvent() {}

    /** Equal decisions give Events of equal names, so that one that is sent twice exists once. */
    static String json(Decision decision, Instant now) {
        ManifestUpdate update = decision.update();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put("name", name(decision))
                .put("namespace", update.manifest().namespace());
        event.putObject("involvedObject")
                .put("apiVersion", ManifestClient.API_VERSION)
                .put("kind", Kind.MANIFEST.display())
                .put("namespace", update.manifest().namespace())
                .put("name", update.manifest().name())
                .put("uid", update.uid());
        event.put("type", isFine(update.state()) ? "Normal" : "Warning")
                .put("reason", "Credential" + update.state().display())
                .put("message", message(update))
                .put("firstTimestamp", time)
                .put("lastTimestamp", time)
                .put("count", 1)
                .put("action", "Propagate")
                .put("reportingComponent", REPORTER)
                .put("reportingInstance", REPORTER);
        event.putObject("source").put("component", REPORTER);
        return event.toString();
    }

    private static String name(Decision decision) {
        String origin = decision.update().uid() + "/" + decision.at().describe();
        UUID hash = UUID.nameUUIDFromBytes(origin.getBytes(StandardCharsets.UTF_8));
        return decision.update().manifest().name() + "." + Long.toHexString(hash.getMostSignificantBits());
    }

    private static boolean isFine(BindingState state) {
        return state == BindingState.BOUND || state == BindingState.UNLABELLED || state == BindingState.PINNED;
    }

    private static String message(ManifestUpdate update) {
        String before = update.expected().state();
        String text = words(update.state())
                + (before == null ? "" : " (before: " + before + ")")
                + "; follows from " + update.cause().describe();
        return Printable.line(text, LONGEST);
    }

    private static String words(BindingState state) {
        return switch (state) {
            case UNLABELLED -> "No layer of the module template names registry credentials";
            case BOUND -> "Every layer that names registry credentials has one that covers its registry";
            case PINNED ->
                "An operator has pinned the selectors of this Manifest: templates and credentials make no difference for now";
            case AMBIGUOUS ->
                "Several different credentials cover the registry of a layer, and lifecycle-manager takes any of them:"
                        + " make the selector narrower, or remove all but one";
            case NOT_COVERED ->
                "Credentials match a layer's selector, but none of them is for its registry: add an entry for that registry";
            case NO_MATCH ->
                "No Secret matches a layer's selector: create one with these labels, in a namespace that is allowed";
            case POISONED ->
                "One of the Secrets that match a layer's selector is malformed, and lifecycle-manager then uses none of them:"
                        + " mend or remove it";
            case UNUSABLE ->
                "The Secrets that match a layer's selector are all malformed or of a type that holds no registry credentials";
            case INVALID_SELECTOR ->
                "The label oci-registry-cred of a layer is no label selector: mend it in the module template";
            case AMBIGUOUS_TEMPLATE -> "Several module templates fit this Manifest equally well; it is left alone";
            case NO_TEMPLATE -> "No module template fits this Manifest; it is left alone";
        };
    }
}
