package io.credstream.cli.check;

import io.credstream.cli.text.SelectorText;
import io.credstream.model.Credential.Problem;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Explains Secrets, as far as the templates have not done so. */
final class SecretFindings {

    private final CheckedCluster world;
    private final Set<ObjectRef> named;
    private final Clock clock;

    /** @param named the Secrets of which a template's finding says already what keeps them away */
    SecretFindings(CheckedCluster world, Set<ObjectRef> named, Clock clock) {
        this.world = world;
        this.named = Set.copyOf(named);
        this.clock = clock;
    }

    List<Finding> all() {
        return world.secrets().stream()
                .filter(secret -> secret.isMeant() || isWanted(secret))
                .flatMap(secret -> of(secret).stream())
                .toList();
    }

    /** What a problem means, after the name of the Secret. */
    static String trouble(Problem problem) {
        return switch (problem) {
            case WRONG_TYPE -> "is of no type for registries";
            case MISSING_DATA -> "lacks the data that its type demands";
            case MALFORMED -> "has data that are not of the form that its type demands";
        };
    }

    private List<Finding> of(CheckedSecret secret) {
        List<Finding> findings = new ArrayList<>();
        boolean said = named.contains(secret.credential().ref());
        if (!secret.counts() && !said) {
            findings.add(says(Level.WARNING, secret, secret.reasons() + ", so that nothing finds it", secret.fixes()));
        }
        Problem problem = secret.credential().problem();
        if (problem != null) {
            findings.add(says(
                    Level.ERROR, secret, trouble(problem), "create it with kubectl create secret docker-registry"));
        }
        if (secret.counts() && !said && problem == null && hasLayers() && !isSelected(secret)) {
            findings.add(says(
                    Level.WARNING,
                    secret,
                    "no layer of the templates given selects it",
                    secret.wantedSelector()
                            .map(selector -> "label the layers that are to be pulled with it: run credstream template"
                                    + " label -f FILE --selector " + SelectorText.of(selector))
                            .orElse("label it, such as " + CheckedSecret.SELECTOR_LABEL + ": my-registry")));
        }
        expired(secret).ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> expired(CheckedSecret secret) {
        Instant expiry = secret.credential().expiresAt();
        return expiry == null || expiry.isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(says(Level.WARNING, secret, "expired at " + expiry, "replace what is in it"));
    }

    private boolean hasLayers() {
        return world.templates().stream()
                .anyMatch(template -> !template.template().layers().isEmpty());
    }

    private boolean isSelected(CheckedSecret secret) {
        return world.isSelected(secret.credential().ref());
    }

    /** Whether a layer selects it, or would if it counted. */
    private boolean isWanted(CheckedSecret secret) {
        return world.templates().stream()
                .flatMap(template -> template.template().layers().stream())
                .anyMatch(layer -> layer.selector() instanceof LayerSelector.Labelled labelled
                        && labelled.selector().matches(secret.credential().labels()));
    }

    private static Finding says(Level level, CheckedSecret secret, String message, String fix) {
        return Finding.of(level, secret.object(), secret.object().place("metadata"), message, fix);
    }
}
