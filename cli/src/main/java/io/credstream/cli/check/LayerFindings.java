package io.credstream.cli.check;

import io.credstream.cli.objects.ObjectSources;
import io.credstream.cli.text.CredentialText;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.Kyma;
import io.credstream.rules.bind.Keychain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Explains what a layer of a template comes to: one finding, whose state is the layer's. */
final class LayerFindings {

    private final CheckedCluster world;
    private final CheckedTemplate template;
    private final BoundLayer layer;
    /** Secrets that the finding names: nothing more is to be said of what keeps them away. */
    private final Set<ObjectRef> named = new TreeSet<>();

    LayerFindings(CheckedCluster world, CheckedTemplate template, BoundLayer layer) {
        this.world = world;
        this.template = template;
        this.layer = layer;
    }

    Set<ObjectRef> named() {
        return named;
    }

    Finding explain() {
        Finding finding = switch (layer.selector()) {
            case LayerSelector.Unlabelled unlabelled -> unlabelled();
            case LayerSelector.Invalid(String problem) ->
                says(Level.ERROR, "the label " + Kyma.OCI_REGISTRY_CRED + " is no selector: " + problem, null);
            case LayerSelector.Labelled(LabelSelector selector) -> labelled(selector);
        };
        @Nullable
        String labels = layer.selector() instanceof LayerSelector.Labelled(LabelSelector selector)
                ? SelectorText.of(selector)
                : null;
        List<String> matched = layer.matches().stream().map(m -> name(m)).toList();
        return finding.ofState(layer.state().display()).ofLayer(layer.layer().display(), labels, matched);
    }

    /** Secrets that would match, or cover the registry, and are kept from it. */
    List<CheckedSecret> nearMisses(LabelSelector selector) {
        return world.secrets().stream()
                .filter(secret ->
                        !secret.counts() && selector.matches(secret.credential().labels()))
                .toList();
    }

    private Finding unlabelled() {
        Optional<LabelSelector> beside = template.selectorBeside(layer.layer());
        if (beside.isPresent()) {
            Layer other = layer.layer() == Layer.INSTALL ? Layer.CONFIG : Layer.INSTALL;
            return says(
                    Level.ERROR,
                    "has no label " + Kyma.OCI_REGISTRY_CRED + " though " + other.display()
                            + " has one: it is pulled without credentials, for no label is inherited",
                    labelIt(beside.get()));
        }
        Optional<CheckedSecret> unused = template.isLabelled() ? Optional.empty() : unusedCovering();
        if (unused.isPresent()) {
            named.add(unused.get().credential().ref());
            return says(
                    Level.WARNING,
                    "has no label " + Kyma.OCI_REGISTRY_CRED + ", and no layer selects "
                            + unused.get().name() + ", which covers "
                            + template.template().repository(),
                    unused.get().wantedSelector().map(this::labelIt).orElse("label the Secret, and then the layer"));
        }
        return says(Level.FINE, "has no label " + Kyma.OCI_REGISTRY_CRED + ": it is pulled without credentials", null);
    }

    private Finding labelled(LabelSelector selector) {
        return switch (layer.state()) {
            case BOUND -> says(Level.FINE, "is pulled with " + covering() + google(), null);
            case AMBIGUOUS ->
                says(
                        Level.WARNING,
                        covering() + " cover it, and lifecycle-manager takes any of them" + google(),
                        "let the selector match only one of them");
            case NOT_COVERED -> notCovered();
            case NO_MATCH -> noMatch(selector);
            case POISONED, UNUSABLE ->
                says(
                        Level.ERROR,
                        troubles()
                                + (layer.state() == BindingState.POISONED
                                        ? ": lifecycle-manager fails on it, and with it on all the others"
                                        : ": none of them can be used"),
                        "mend the Secret, or let the selector match another one");
            case UNLABELLED, PINNED, INVALID_SELECTOR, AMBIGUOUS_TEMPLATE, NO_TEMPLATE ->
                throw new IllegalStateException("no state of a labelled layer: " + layer.state());
        };
    }

    private Finding notCovered() {
        String matched = String.join(
                ", ", layer.matches().stream().map(this::withRegistries).toList());
        String repository = template.template().repository();
        if (repository == null) {
            return says(
                    Level.ERROR,
                    "from where it is pulled cannot be told, so that nothing covers it: it matches " + matched,
                    "write the registry as the last of repositoryContexts, with type: OCIRegistry and a baseUrl of"
                            + " host[:port][/path] without user, at most 255 characters with the component's name, all in lower case"
                            + " after the host");
        }
        return says(
                Level.ERROR,
                "is pulled from " + repository + ", and matches " + matched,
                "create the Secret with --docker-server=" + Keychain.server(repository)
                        + ", or let the selector match one for that registry");
    }

    private Finding noMatch(LabelSelector selector) {
        String wanted = SelectorText.of(selector);
        if (world.secrets().isEmpty()) {
            return says(Level.FINE, "selects " + wanted + "; no Secret was given that it could match", null);
        }
        List<CheckedSecret> misses = nearMisses(selector);
        if (!misses.isEmpty()) {
            misses.forEach(secret -> named.add(secret.credential().ref()));
            List<String> why = misses.stream()
                    .map(secret -> secret.name() + " has these labels, but " + secret.reasons())
                    .toList();
            return says(
                    Level.ERROR,
                    "no Secret that counts matches " + wanted + ": " + String.join("; ", why),
                    misses.getFirst().fixes());
        }
        List<CheckedSecret> covering = covering(secret -> true);
        covering.forEach(secret -> named.add(secret.credential().ref()));
        String others = covering.isEmpty()
                ? ""
                : ": "
                        + String.join(
                                "; ",
                                covering.stream()
                                        .map(s -> otherLabels(s, selector))
                                        .toList());
        return says(
                Level.ERROR,
                "no Secret in " + String.join(", ", layer.searched()) + " matches " + wanted + others,
                covering.isEmpty()
                        ? "label the Secret that is meant with " + wanted
                        : "let the label of the layer and those of the Secret be the same");
    }

    private String otherLabels(CheckedSecret secret, LabelSelector selector) {
        List<String> differences = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> {
            String present = secret.credential().labels().get(key);
            if (!value.equals(present)) {
                differences.add(present == null ? "lacks " + key : "has " + key + "=" + present);
            }
        });
        String but = differences.isEmpty() ? "has other labels" : String.join(" and ", differences);
        String away = secret.counts() ? "" : " and " + secret.reasons();
        return secret.name() + " covers its registry, but " + but + away;
    }

    private Optional<CheckedSecret> unusedCovering() {
        return covering(secret ->
                        secret.counts() && !world.isSelected(secret.credential().ref()))
                .stream()
                .findFirst();
    }

    private List<CheckedSecret> covering(Predicate<CheckedSecret> condition) {
        return template.offers().layers().stream()
                .filter(offer -> offer.layer() == layer.layer())
                .flatMap(offer -> offer.matches().stream())
                .filter(match -> match.registry() != null)
                .map(match -> world.secret(match.credential()))
                .filter(condition)
                .toList();
    }

    private String covering() {
        return String.join(
                " and ",
                layer.matches().stream()
                        .filter(match -> match.registry() != null)
                        .map(match -> name(match) + " (" + match.registry() + ")")
                        .toList());
    }

    private String troubles() {
        return String.join(
                " and ",
                layer.matches().stream()
                        .filter(match -> match.problem() != null)
                        .map(match -> name(match) + " "
                                + CredentialText.trouble(
                                        match.problem(),
                                        world.secret(match.credential())
                                                .credential()
                                                .flaw()))
                        .toList());
    }

    private String withRegistries(Match match) {
        CheckedSecret secret = world.secret(match.credential());
        List<String> registries = secret.credential().registries().stream()
                .map(entry -> entry.registry())
                .toList();
        RegistryEntry anonymous = Keychain.resolve(template.template().repository(), List.of(secret.credential()))
                .anonymous()
                .get(match.credential());
        if (anonymous != null) {
            return secret.name() + ", " + CredentialText.anonymous(anonymous);
        }
        return registries.isEmpty()
                ? secret.name() + ", which is for no registry"
                : secret.name() + ", which is for " + String.join(", ", registries);
    }

    private String labelIt(LabelSelector selector) {
        boolean plain = selector.matchExpressions().isEmpty();
        return plain
                ? "run credstream template label -f "
                        + ObjectSources.argument(template.object().document().file()) + " --selector "
                        + SelectorText.of(selector)
                : "give it the same label";
    }

    private Finding says(Level level, String message, @Nullable String fix) {
        return Finding.of(level, template.object(), template.place(layer.layer()), message, fix);
    }

    private static String name(Match match) {
        return match.credential().namespace() + "/" + match.credential().name();
    }

    private String google() {
        String repository = template.template().repository();
        return repository != null && Keychain.asksGoogleFirst(repository)
                ? "; first with " + CredentialText.GOOGLE
                : "";
    }
}
