package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.cluster.ModuleTemplate.Form;
import io.credstream.simulation.cluster.Secret;
import io.credstream.simulation.guarantee.Change.Braked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** At rest every Manifest is what templates, Secrets and operators make of it: selectors, state and revision. */
public final class Converges implements Guarantee {

    private static final List<String> WORST_FIRST = List.of(
            "InvalidSelector", "Unusable", "Poisoned", "NoMatch", "NotCovered", "Ambiguous", "Bound", "Unlabelled");

    private final Ownership ownership = new Ownership();
    private final Facts.Brakes brakes = new Facts.Brakes();
    private final Pins pins = new Pins();

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfBrake brake) {
            brakes.put(brake);
        } else if (change instanceof Change.OfPin pin) {
            pins.put(pin);
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        ownership.patched(before, after);
    }

    @Override
    public void atRest(Situation situation) {
        complaint(situation).ifPresent(what -> {
            throw broken(what);
        });
    }

    /** What is wrong with some Manifest. */
    Optional<String> complaint(Situation situation) {
        for (ApiServer cluster : situation.clusters()) {
            Map<String, String> revisions = new HashMap<>();
            for (Event event : cluster.objects(Kind.MANIFEST).values()) {
                if (event.object() instanceof ObjectNode manifest) {
                    Optional<String> complaint = complaint(cluster, manifest, revisions, situation.now());
                    if (complaint.isPresent()) {
                        return Optional.of(cluster.id() + "/" + event.name() + " " + complaint.get());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** @param revisions which revision stands for which contents */
    private Optional<String> complaint(
            ApiServer cluster, ObjectNode manifest, Map<String, String> revisions, Instant now) {
        Braked brake = brakes.on(cluster.id(), manifest);
        if (Facts.isUntouchable(manifest) || brake == Braked.PAUSED) {
            return Optional.empty();
        }
        if (brake == Braked.WITHDRAWN) {
            return Manifests.LAYERS.stream().anyMatch(layer -> ownership.isOurs(manifest, layer))
                            || !Manifests.ours(manifest).isEmpty()
                    ? Optional.of("still carries something of ours though it was withdrawn")
                    : Optional.empty();
        }
        Optional<ModuleTemplate> template = Facts.template(cluster, manifest);
        Map<String, Ask> pinned =
                pins.on(cluster.id(), manifest, now).map(Change.Pinned::layers).orElse(Map.of());
        return template.isEmpty() && pinned.isEmpty()
                ? Optional.empty()
                : complaint(cluster, manifest, template, pinned, revisions);
    }

    /** @param pinned what is pinned, by layer; all others follow the template, if there is one */
    private Optional<String> complaint(
            ApiServer cluster,
            ObjectNode manifest,
            Optional<ModuleTemplate> template,
            Map<String, Ask> pinned,
            Map<String, String> revisions) {
        List<String> states = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        boolean labelled = false;
        for (String layer : Manifests.LAYERS) {
            if (Manifests.layer(manifest, layer) == null) {
                continue;
            }
            boolean ours = ownership.isOurs(manifest, layer);
            Optional<Ask> asked = Optional.ofNullable(pinned.get(layer)).or(() -> template.map(t -> t.ask(layer)));
            if (asked.isEmpty()) {
                labelled |= ours;
                continue;
            }
            Ask ask = asked.get();
            labelled |= ask.form() != Form.ABSENT;
            if (ask.form() == Form.ABSENT) {
                states.add("Unlabelled");
                if (ours) {
                    return Optional.of("keeps a selector of ours on " + layer + " that nobody asks for");
                }
            } else if (ask.form() == Form.NONSENSE) {
                states.add("InvalidSelector");
            } else {
                String value = Objects.requireNonNull(ask.value());
                if (!Manifests.selectorOf(value).equals(Manifests.selector(manifest, layer))) {
                    return Optional.of(
                            "has " + Manifests.selector(manifest, layer) + " on " + layer + ", not " + value);
                }
                if (pinned.containsKey(layer)) {
                    continue;
                }
                List<Secret> matches = Facts.secrets(cluster, value);
                states.add(Facts.state(matches));
                List<Integer> covering = Facts.covering(matches);
                if (!covering.isEmpty()) {
                    contents.add(layer + covering);
                }
            }
        }
        if (!labelled) {
            return Manifests.ours(manifest).isEmpty()
                    ? Optional.empty()
                    : Optional.of("still says " + Manifests.ours(manifest) + ", and nobody asks for anything");
        }
        return annotations(manifest, pinned.isEmpty() ? worst(states) : "Pinned", contents, revisions);
    }

    private static String worst(List<String> states) {
        return WORST_FIRST.stream().filter(states::contains).findFirst().orElseThrow();
    }

    private static Optional<String> annotations(
            ObjectNode manifest, String state, List<String> contents, Map<String, String> revisions) {
        Map<String, String> ours = Manifests.ours(manifest);
        if (!state.equals(ours.get("credential-state"))) {
            return Optional.of("says it is " + ours.get("credential-state") + ", and is " + state);
        }
        String revision = ours.get("credential-revision");
        if ((revision == null) != contents.isEmpty()) {
            return Optional.of("has the revision " + revision + " of " + contents);
        }
        if (revision != null) {
            String same = revisions.putIfAbsent(contents.toString(), revision);
            String other = revisions.putIfAbsent("revision " + revision, contents.toString());
            if (!revision.equals(Objects.requireNonNullElse(same, revision))
                    || !contents.toString().equals(Objects.requireNonNullElse(other, contents.toString()))) {
                return Optional.of("has a revision that does not go with the contents " + contents);
            }
        }
        return Optional.empty();
    }
}
