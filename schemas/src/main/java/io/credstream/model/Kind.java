package io.credstream.model;

/** The kinds of Kubernetes object that Credstream watches. */
public enum Kind implements Spelled {
    SECRET("Secret", "secrets"),
    MODULE_TEMPLATE("ModuleTemplate", "moduletemplates"),
    MANIFEST("Manifest", "manifests");

    private final String display;
    private final String plural;

    Kind(String display, String plural) {
        this.display = display;
        this.plural = plural;
    }

    /** As Kubernetes spells it in {@code kind}. */
    @Override
    public String display() {
        return display;
    }

    /** The resource name in API paths and RBAC rules. */
    public String plural() {
        return plural;
    }
}
