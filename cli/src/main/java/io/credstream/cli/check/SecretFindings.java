package io.credstream.cli.check;

import io.credstream.cli.text.CredentialText;
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
import java.util.stream.Stream;

/** Explains Secrets, as far as the templates have not done so. */
final class SecretFindings {

    /** Entries that a finding names. */
    private static final int SHOWN = 5;

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

    private List<Finding> of(CheckedSecret secret) {
        List<Finding> findings = new ArrayList<>();
        boolean said = named.contains(secret.credential().ref());
        if (!secret.counts() && !said) {
            findings.add(says(Level.WARNING, secret, secret.reasons() + ", so that nothing finds it", secret.fixes()));
        }
        Problem problem = secret.credential().problem();
        if (problem != null) {
            findings.add(says(
                    Level.ERROR,
                    secret,
                    CredentialText.trouble(problem, secret.credential().flaw()),
                    "create it with kubectl create secret docker-registry"));
        }
        secret.credential()
                .remarks()
                .forEach(remark -> findings.add(says(Level.WARNING, secret, remark.display(), remark.fix())));
        withoutLogin(secret).ifPresent(findings::add);
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

    private static Optional<Finding> withoutLogin(CheckedSecret secret) {
        List<String> entries = secret.credential().registries().stream()
                .flatMap(entry -> Stream.ofNullable(entry.noLogin())
                        .map(noLogin -> entry.registry() + " (" + noLogin.display() + ")"))
                .toList();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(says(
                        Level.WARNING,
                        secret,
                        "has entries without a login, with which lifecycle-manager pulls anonymously, even where a shorter entry"
                                + " has one: "
                                + String.join(", ", entries.subList(0, Math.min(SHOWN, entries.size())))
                                + (entries.size() > SHOWN ? " and " + (entries.size() - SHOWN) + " more" : ""),
                        "give each a user and a password, or remove it"));
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
