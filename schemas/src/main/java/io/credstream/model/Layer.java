package io.credstream.model;

/** What a Manifest pulls from a registry. */
public enum Layer implements Spelled {
    /** The OCM resource {@code raw-manifest}, pulled for {@code spec.install.source}. */
    INSTALL("install", "raw-manifest"),
    /** The OCM resource {@code config}, pulled for {@code spec.config}. */
    CONFIG("config", "config");

    private final String display;
    private final String resourceName;

    Layer(String display, String resourceName) {
        this.display = display;
        this.resourceName = resourceName;
    }

    @Override
    public String display() {
        return display;
    }

    /** The name of the resource in the component descriptor. */
    public String resourceName() {
        return resourceName;
    }
}
