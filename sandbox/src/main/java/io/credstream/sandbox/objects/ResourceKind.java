package io.credstream.sandbox.objects;

import java.util.List;

/**
 * A kind of object that the embedded API servers know.
 *
 * @param group its API group, empty for the core group
 * @param versions the versions it may be served in; the first is the one objects are stored in, and served alone unless told otherwise
 * @param plural its name in paths
 * @param kind its name in objects
 * @param namespaced whether its objects live in namespaces
 * @param custom whether it comes from a CustomResourceDefinition, and so has a generation and can be missing
 * @param statusSubresource whether its status is written apart from the rest
 */
public record ResourceKind(
        String group,
        List<String> versions,
        String plural,
        String kind,
        boolean namespaced,
        boolean custom,
        boolean statusSubresource) {

    private static final String KYMA_GROUP = "operator.kyma-project.io";
    private static final List<String> KYMA_VERSIONS = List.of("v1beta2", "v1beta1");

    public static final ResourceKind NAMESPACES = core("namespaces", "Namespace", false);
    public static final ResourceKind SECRETS = core("secrets", "Secret", true);
    public static final ResourceKind EVENTS = core("events", "Event", true);
    public static final ResourceKind KYMAS = kyma("kymas", "Kyma", true);
    public static final ResourceKind MODULE_TEMPLATES = kyma("moduletemplates", "ModuleTemplate", false);
    public static final ResourceKind MANIFESTS = kyma("manifests", "Manifest", true);

    /** Every kind that a cluster has at first. */
    public static final List<ResourceKind> ALL =
            List.of(NAMESPACES, SECRETS, EVENTS, KYMAS, MODULE_TEMPLATES, MANIFESTS);

    public ResourceKind {
        versions = List.copyOf(versions);
    }

    private static ResourceKind core(String plural, String kind, boolean namespaced) {
        return new ResourceKind("", List.of("v1"), plural, kind, namespaced, false, false);
    }

    private static ResourceKind kyma(String plural, String kind, boolean status) {
        return new ResourceKind(KYMA_GROUP, KYMA_VERSIONS, plural, kind, true, true, status);
    }

    /** {@return the {@code apiVersion} of its objects in one of its versions} */
    public String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@return the {@code apiVersion} that its objects are stored in} */
    public String storedApiVersion() {
        return apiVersion(versions.getFirst());
    }

    /** {@return the name that errors call it by: {@code manifests.operator.kyma-project.io}} */
    String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** {@return the name that rejections call it by: {@code Manifest.operator.kyma-project.io}} */
    String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
