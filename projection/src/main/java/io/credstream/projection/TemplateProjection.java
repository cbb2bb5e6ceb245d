package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Cluster;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ModuleTemplate: which component it describes (R5), and what the labels of its layers select (R1–R4). */
final class TemplateProjection {
    private TemplateProjection() {}

    static Optional<Template> of(Observed template) {
        return template.ref().map(ref -> template(template, ref));
    }

    /** R6. On a control plane the same marks mean nothing. */
    static boolean isCatalogCopy(Observed template) {
        return template.cluster().role() == Cluster.Role.RUNTIME
                && (Kyma.KYMA.equals(template.label(Kyma.MANAGED_BY)) || isWrittenBy(template, Kyma.CATALOG_SYNC));
    }

    private static boolean isWrittenBy(Observed template, String fieldManager) {
        for (JsonNode entry : template.metadata().path("managedFields")) {
            if (fieldManager.equals(Json.text(entry.path("manager")))) {
                return true;
            }
        }
        return false;
    }

    private static Template template(Observed template, ObjectRef ref) {
        JsonNode written = template.spec().path("descriptor");
        ComponentDescriptor descriptor = ComponentDescriptor.read(written);
        return new Template(
                ref,
                template.uid(),
                template.version(),
                descriptor.component(),
                componentVersion(template, descriptor),
                moduleName(template, ref),
                Json.text(template.spec().path("channel")),
                isMandatory(template),
                descriptor.repository(),
                descriptor.layers(),
                descriptor.problem(),
                Refusals.of(written),
                template.cause());
    }

    private static @Nullable String componentVersion(Observed template, ComponentDescriptor descriptor) {
        return firstOf(
                descriptor.version(),
                Json.text(template.spec().path("version")),
                template.annotation(Kyma.MODULE_VERSION));
    }

    private static @Nullable String moduleName(Observed template, ObjectRef ref) {
        return firstOf(
                Json.text(template.spec().path("moduleName")),
                template.label(Kyma.MODULE_NAME),
                isMandatory(template) ? ref.name() : null);
    }

    private static boolean isMandatory(Observed template) {
        return template.spec().path("mandatory").booleanValue();
    }

    private static @Nullable String firstOf(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
