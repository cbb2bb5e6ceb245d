package io.credstream.projection;

/** Names that Kyma, lifecycle-manager and the Open Component Model gave to things, as of lifecycle-manager 1.3.10. */
public final class Kyma {

    /** API group of ModuleTemplates and Manifests, and prefix of labels and annotations. */
    public static final String GROUP = "operator.kyma-project.io";

    /** The version in which ModuleTemplates and Manifests are read and written. */
    public static final String API_VERSION = "v1beta2";

    /** Label; on a Secret {@link #LIFECYCLE_MANAGER}, on a runtime's copy of a template {@link #KYMA}. */
    public static final String MANAGED_BY = GROUP + "/managed-by";

    public static final String LIFECYCLE_MANAGER = "lifecycle-manager";
    public static final String KYMA = "kyma";

    /** Label of a Manifest, and of the Secret that holds a runtime's kubeconfig. */
    public static final String KYMA_NAME = GROUP + "/kyma-name";

    /** Label of templates and Manifests. */
    public static final String MODULE_NAME = GROUP + "/module-name";

    /** Label of Manifests. */
    public static final String CHANNEL = GROUP + "/channel";

    /** Label of Manifests; only the value {@link #TRUE} counts. Lifecycle-manager knows no annotation of this name. */
    public static final String SKIP_RECONCILIATION = GROUP + "/skip-reconciliation";

    /** Annotation of templates. */
    public static final String MODULE_VERSION = GROUP + "/module-version";

    /** Annotation of Manifests: the component's name. */
    public static final String FQDN = GROUP + "/fqdn";

    /** Annotation of Manifests: {@link #TRUE} if the template is on the runtime (R9). Known to Credstream only. */
    public static final String REMOTE_TEMPLATE = GROUP + "/remote-template";

    /** Field manager of the copies of templates on runtimes. */
    public static final String CATALOG_SYNC = "catalog-sync";

    /** Name of the label on an OCM resource whose value says which Secrets are meant (R2). */
    public static final String OCI_REGISTRY_CRED = "oci-registry-cred";

    public static final String TRUE = "true";

    private Kyma() {}
}
