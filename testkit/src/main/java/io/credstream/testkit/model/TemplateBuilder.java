package io.credstream.testkit.model;

import io.credstream.model.Cause;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ModuleTemplate: of a version, readable, and without layers unless told otherwise. */
public final class TemplateBuilder {

    private final ObjectRef ref;
    private Version version = new Version(1, "7");
    private @Nullable String component = "kyma.io/mod";
    private @Nullable String componentVersion = "1.0.0";
    private @Nullable String module = "mod";
    private @Nullable String channel;
    private @Nullable String repository = "reg.io/modules";
    private List<TemplateLayer> layers = List.of();
    private @Nullable Cause cause;

    private TemplateBuilder(ObjectRef ref) {
        this.ref = ref;
    }

    public static TemplateBuilder of(ObjectRef ref) {
        return new TemplateBuilder(ref);
    }

    public TemplateBuilder at(Version other) {
        version = other;
        return this;
    }

    public TemplateBuilder component(@Nullable String name, @Nullable String itsVersion) {
        component = name;
        componentVersion = itsVersion;
        return this;
    }

    public TemplateBuilder module(@Nullable String name, @Nullable String itsChannel) {
        module = name;
        channel = itsChannel;
        return this;
    }

    public TemplateBuilder repository(@Nullable String ofComponent) {
        repository = ofComponent;
        return this;
    }

    public TemplateBuilder layers(TemplateLayer... all) {
        layers = List.of(all);
        return this;
    }

    /** Its one layer is the install layer, which selects by these labels. */
    public TemplateBuilder install(Map<String, String> labels) {
        return layers(new TemplateLayer(Layer.INSTALL, new LayerSelector.Labelled(LabelSelector.of(labels))));
    }

    /** Why it is known; an observation at its version unless told otherwise. */
    public TemplateBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    public Template build() {
        Cause why = cause == null
                ? new Cause.Observation(ref.cluster(), Kind.MODULE_TEMPLATE, version.resourceVersion())
                : cause;
        return new Template(
                ref,
                "uid",
                version,
                component,
                componentVersion,
                module,
                channel,
                false,
                repository,
                layers,
                null,
                why);
    }
}
