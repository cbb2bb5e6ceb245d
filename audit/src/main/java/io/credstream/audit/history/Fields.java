package io.credstream.audit.history;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Fingerprinting;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Spelled;
import io.credstream.model.Template;
import io.credstream.rules.decide.SelectorJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people compare of a record, as text by field. Of a Secret's data there is nothing in a record, and so nothing here. What is
 * the same thing said otherwise (a version at which something was observed again, a cause) is left out.
 *
 * @param cause what the record follows from
 */
record Fields(Map<String, String> values, Cause cause) {

    /** A stretch without a watch stays in the status for a while; that an old one is dropped from it is no change. */
    static final String GAP = "gap in the watch of ";

    /** Lifecycle-manager has been there since our last write. */
    private static final String RECONCILED = "reconciled";

    static Fields of(Record value) {
        Map<String, String> fields = new TreeMap<>();
        Cause cause = switch (value) {
            case Credential credential -> of(credential, fields);
            case Template template -> of(template, fields);
            case Manifest manifest -> of(manifest, fields);
            case Cluster cluster -> of(cluster, fields);
            case ClusterStatus status -> of(status, fields);
            case Pin pin -> of(pin, fields);
            case Order order -> of(order, fields);
            case ApplyReport report -> of(report, fields);
            case ManifestUpdate update -> of(update, fields);
            default -> throw new IllegalArgumentException("no record with a history: " + value.getClass());
        };
        return new Fields(fields, cause);
    }

    private static Cause of(Credential credential, Map<String, String> fields) {
        put(fields, "uid", credential.uid());
        credential.labels().forEach((key, label) -> put(fields, "label " + key, label));
        credential.registries().forEach(entry -> put(fields, "content for " + entry.registry(), entry.revision()));
        credential.fingerprints().forEach((key, fingerprint) -> put(fields, "fingerprint " + key, fingerprint));
        credential
                .furtherSecrets()
                .forEach(secret -> secret.fingerprints()
                        .forEach((key, fingerprint) -> fields.merge(
                                "fingerprint " + key + " of further secrets", fingerprint, (a, b) -> a + "," + b)));
        put(fields, "covered", covered(credential.fingerprinting()));
        put(fields, "expiresAt", credential.expiresAt());
        put(fields, "problem", credential.problem());
        return credential.cause();
    }

    private static @Nullable String covered(@Nullable Fingerprinting fingerprinting) {
        return fingerprinting == null
                ? null
                : fingerprinting.covered().stream()
                        .map(Fingerprinting.Field::display)
                        .collect(Collectors.joining(","));
    }

    private static Cause of(Template template, Map<String, String> fields) {
        put(fields, "uid", template.uid());
        put(fields, "component", template.component());
        put(fields, "componentVersion", template.componentVersion());
        put(fields, "moduleName", template.moduleName());
        put(fields, "channel", template.channel());
        put(fields, "repository", template.repository());
        put(fields, "problem", template.problem());
        template.refusals().forEach(refusal -> put(fields, refusal.field(), refusal.message()));
        template.layers().forEach(layer -> put(fields, layer.layer().display(), text(layer.selector())));
        return template.cause();
    }

    private static Cause of(Manifest manifest, Map<String, String> fields) {
        ManifestAnnotations annotations = manifest.annotations();
        put(fields, "uid", manifest.uid());
        put(fields, "component", manifest.component());
        put(fields, "componentVersion", manifest.componentVersion());
        put(fields, "moduleName", manifest.moduleName());
        put(fields, "channel", manifest.channel());
        put(fields, "kyma", manifest.kyma());
        put(fields, "remoteTemplate", manifest.remoteTemplate() ? "true" : null);
        put(fields, "deleting", manifest.deleting() ? "true" : null);
        put(fields, "skipReconciliation", manifest.skipReconciliation() ? "true" : null);
        manifest.layers().forEach(layer -> put(fields, layer.layer().display() + Change.SELECTOR, layer.canonical()));
        put(fields, ManifestAnnotations.APPLIED, annotations.applied());
        put(fields, ManifestAnnotations.REVISION, annotations.revision());
        put(fields, ManifestAnnotations.STATE, annotations.state());
        put(fields, "verdict", manifest.verdict().state());
        put(fields, RECONCILED, manifest.verdict().reconciled() ? "true" : null);
        put(
                fields,
                "verdictCode",
                manifest.verdict().code() == Manifest.Verdict.Code.NONE
                        ? null
                        : manifest.verdict().code());
        return manifest.cause();
    }

    private static Cause of(Cluster cluster, Map<String, String> fields) {
        put(fields, "role", cluster.role().display());
        put(fields, "controlPlane", cluster.controlPlane());
        put(fields, "kyma", cluster.kyma());
        put(fields, "namespaces", String.join(",", cluster.namespaces()));
        put(fields, "lifecycleManagerVersion", cluster.lifecycleManagerVersion());
        put(
                fields,
                "discovery",
                cluster.discovery() == null ? null : cluster.discovery().serviceAccount());
        switch (cluster.access()) {
            case Cluster.Access.KubeconfigFile(String path, String context) -> {
                put(fields, "kubeconfig", path);
                put(fields, "context", context);
            }
            case Cluster.Access.KubeconfigSecret secret -> {
                put(fields, "kubeconfig", secret.describe());
                put(fields, "revision", secret.revision());
                put(fields, "user", secret.user());
                put(fields, "goneSince", secret.goneSince());
            }
        }
        return cluster.cause();
    }

    private static Cause of(ClusterStatus status, Map<String, String> fields) {
        put(fields, "condition", Spelled.of(status.condition()));
        put(fields, "fix", status.fix());
        put(fields, "kubernetesVersion", status.kubernetesVersion());
        put(fields, "systemUid", status.systemUid());
        put(fields, "incarnation", status.incarnation());
        status.kinds().stream()
                .filter(ClusterStatus.KindStatus::listed)
                .forEach(kind -> put(fields, "listed " + kind.kind().plural(), "yes"));
        status.refusedClaims()
                .forEach(claim ->
                        put(fields, "refused Secret " + claim.secret(), claim.runtime() + ": " + claim.reason()));
        put(fields, "fault", status.fault() == null ? null : status.fault().code());
        status.budgets()
                .forEach(use -> put(
                        fields,
                        "budget " + use.kind().plural() + " " + use.budget(),
                        use.isExceeded() ? "exceeded" : "nearly used up"));
        status.gaps()
                .forEach(gap -> put(
                        fields,
                        GAP + gap.kind().plural() + " since " + gap.from(),
                        "until " + gap.to() + " (" + gap.reason() + ")"));
        return status.cause();
    }

    /** What is pinned until it is released; a pin that was released pins nothing any more. */
    private static Cause of(Pin pin, Map<String, String> fields) {
        Pin.Release release = pin.release();
        if (release == null) {
            pin.layers()
                    .forEach(layer -> put(
                            fields,
                            "pinned " + layer.layer().display(),
                            layer.selector() == null ? "to none" : layer.selector()));
            put(fields, "expires", pin.expires());
            put(fields, "as of", pin.asOf());
            return new Cause.Request(pin.user(), pin.reason());
        }
        put(fields, "released", release.at());
        return new Cause.Request(release.user(), release.reason());
    }

    private static Cause of(Order order, Map<String, String> fields) {
        put(fields, order.action().display(), order.at());
        return new Cause.Request(order.user(), order.reason());
    }

    private static Cause of(ApplyReport report, Map<String, String> fields) {
        put(fields, "result", report.result());
        put(fields, "reason", report.reason());
        put(fields, "resourceVersion", report.resourceVersion());
        put(fields, "attempt", report.attempt());
        return report.cause();
    }

    private static Cause of(ManifestUpdate update, Map<String, String> fields) {
        update.edits().forEach(edit -> put(fields, edit.layer().display() + Change.SELECTOR, edit.desired()));
        put(fields, ManifestAnnotations.REVISION, update.desired().revision());
        put(fields, ManifestAnnotations.STATE, update.desired().state());
        put(fields, "attempt", update.attempt());
        return update.cause();
    }

    private static String text(LayerSelector selector) {
        return switch (selector) {
            case LayerSelector.Unlabelled unlabelled -> "no label";
            case LayerSelector.Labelled labelled -> SelectorJson.of(labelled.selector());
            case LayerSelector.Invalid(String problem) -> "no selector: " + problem;
        };
    }

    private static void put(Map<String, String> fields, String field, @Nullable Object value) {
        if (value != null) {
            fields.put(field, value.toString());
        }
    }
}
