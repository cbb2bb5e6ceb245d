package io.credstream.simulation.cluster;

import org.jspecify.annotations.Nullable;

/** A ModuleTemplate of one version of a module, with what its two layers ask for. */
public record ModuleTemplate(String module, String version, Ask install, Ask config) {

    /** What the label of a layer says. */
    public record Ask(Form form, @Nullable String value) {

        public static final Ask NOTHING = new Ask(Form.ABSENT, null);
        public static final Ask NONSENSE = new Ask(Form.NONSENSE, null);

        /** Of Secrets whose label {@code cred} has this value. */
        public static Ask of(String value) {
            return new Ask(Form.SELECTOR, value);
        }
    }

    /** Kinds of label. */
    public enum Form {
        ABSENT,
        SELECTOR,
        NONSENSE
    }

    /**
     * What one layer asks for.
     *
     * @param layer {@code install} or {@code config}
     */
    public Ask ask(String layer) {
        return layer.equals("install") ? install : config;
    }
}
