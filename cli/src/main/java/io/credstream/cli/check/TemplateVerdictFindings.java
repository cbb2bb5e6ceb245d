package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.Place;
import io.credstream.model.Cluster;
import io.credstream.model.Refusal;
import io.credstream.model.Template;
import io.credstream.projection.Kyma;
import io.credstream.rules.decide.Honoured;
import io.credstream.rules.decide.TemplateVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what lifecycle-manager makes of a whole template, beside what its layers amount to. */
final class TemplateVerdictFindings {
    static final String REFUSED = "Refused";

    private final Cluster cluster;
    private final CheckedTemplate checked;

    private TemplateVerdictFindings(Cluster cluster, CheckedTemplate checked) {
        this.cluster = cluster;
        this.checked = checked;
    }

    static List<Finding> of(Cluster cluster, CheckedTemplate checked) {
        return new TemplateVerdictFindings(cluster, checked).all();
    }

    private List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Template template = checked.template();
        String problem = template.problem();
        if (problem != null) {
            findings.add(says(Level.ERROR, problem, null));
        }
        switch (TemplateVerdict.of(template, cluster)) {
            case TemplateVerdict.Refused(List<Refusal> refusals) ->
                refusals.forEach(refusal -> findings.add(refused(refusal)));
            case TemplateVerdict.Accepted accepted
            when problem == null && template.layers().isEmpty() ->
                findings.add(says(Level.FINE, "no resource of its layers has a blob to pull", null));
            case TemplateVerdict.Unread unread
            when problem == null && template.component() == null ->
                findings.add(says(
                        Level.FINE,
                        "has no descriptor: lifecycle-manager takes it from the registry since 1.8.0, and earlier versions"
                                + " refuse the template",
                        null));
            case TemplateVerdict.Accepted accepted -> notHonoured(findings);
            case TemplateVerdict.Unread unread -> notHonoured(findings);
        }
        return findings;
    }

    private Finding refused(Refusal refusal) {
        KubernetesObject object = checked.object();
        Place place = object.place(refusal.field().replace("]", "").split("[.\\[]", -1));
        String message = "lifecycle-manager " + version() + " refuses the whole template: " + refusal.field() + " "
                + refusal.message();
        return Finding.of(Level.ERROR, object, place, message, refusal.fix()).ofState(REFUSED);
    }

    private void notHonoured(List<Finding> findings) {
        boolean ignored = cluster.role() == Cluster.Role.CONTROL_PLANE
                && cluster.lifecycleManagerVersion() != null
                && !Honoured.of(cluster.lifecycleManagerVersion(), false).isHonoured();
        if (ignored && checked.isLabelled()) {
            findings.add(
                    says(
                            Level.WARNING,
                            "lifecycle-manager " + version() + " reads no label " + Kyma.OCI_REGISTRY_CRED + ": "
                                    + TemplateVerdict.NEWEST_WITH_LABELS + " was the last",
                            "name one Secret for the whole control plane with --oci-registry-cred-secret of lifecycle-manager"));
        }
    }

    private String version() {
        String version = cluster.lifecycleManagerVersion();
        return version == null ? TemplateVerdict.NEWEST_WITH_LABELS : version;
    }

    private Finding says(Level level, String message, @Nullable String fix) {
        KubernetesObject object = checked.object();
        return Finding.of(level, object, object.place("spec", "descriptor"), message, fix);
    }
}
