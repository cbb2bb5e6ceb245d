package io.credstream.testkit.model;

import io.credstream.model.Cause;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Manifest as lifecycle-manager makes it: one bare install layer, none of our annotations, ready. */
public final class ManifestBuilder {

    private final ObjectRef ref;
    private String uid = "uid";
    private Version version = new Version(1, "7");
    private @Nullable String component = "kyma.io/mod";
    private @Nullable String componentVersion = "1.0.0";
    private @Nullable String module = "mod";
    private @Nullable String channel;
    private @Nullable String kyma;
    private boolean remoteTemplate;
    private boolean deleting;
    private boolean skipReconciliation;
    private boolean annotated;
    private List<ManifestLayer> layers = List.of(new ManifestLayer(Layer.INSTALL, null, null));
    private ManifestAnnotations annotations = ManifestAnnotations.NONE;
    private Verdict verdict = new Verdict("Ready", Verdict.Code.NONE);
    private @Nullable Instant epoch;
    private @Nullable Instant asked;
    private @Nullable Cause cause;

    private ManifestBuilder(ObjectRef ref) {
        this.ref = ref;
    }

    public static ManifestBuilder of(ObjectRef ref) {
        return new ManifestBuilder(ref);
    }

    /** {@return the same Manifest again, to be changed} */
    public static ManifestBuilder like(Manifest manifest) {
        ManifestBuilder builder = new ManifestBuilder(manifest.ref())
                .uid(manifest.uid())
                .at(manifest.version())
                .component(manifest.component(), manifest.componentVersion())
                .module(manifest.moduleName(), manifest.channel())
                .kyma(manifest.kyma())
                .layers(manifest.layers())
                .annotations(manifest.annotations())
                .verdict(manifest.verdict())
                .in(manifest.epoch())
                .cause(manifest.cause());
        builder.remoteTemplate = manifest.remoteTemplate();
        builder.asked = manifest.asked();
        builder.deleting = manifest.deleting();
        builder.skipReconciliation = manifest.skipReconciliation();
        builder.annotated = manifest.annotated();
        return builder;
    }

    public ManifestBuilder uid(String other) {
        uid = other;
        return this;
    }

    public ManifestBuilder at(Version other) {
        version = other;
        return this;
    }

    /** At a resource version of the same incarnation. */
    public ManifestBuilder at(String resourceVersion) {
        return at(new Version(version.incarnation(), resourceVersion));
    }

    public ManifestBuilder component(@Nullable String name, @Nullable String itsVersion) {
        component = name;
        componentVersion = itsVersion;
        return this;
    }

    public ManifestBuilder module(@Nullable String name, @Nullable String itsChannel) {
        module = name;
        channel = itsChannel;
        return this;
    }

    public ManifestBuilder kyma(@Nullable String name) {
        kyma = name;
        return this;
    }

    /** Its template is on the runtime of its Kyma. */
    public ManifestBuilder remoteTemplate() {
        remoteTemplate = true;
        return this;
    }

    public ManifestBuilder remoteTemplateOf(@Nullable String kymaName) {
        return kyma(kymaName).remoteTemplate();
    }

    public ManifestBuilder deleting() {
        deleting = true;
        return this;
    }

    public ManifestBuilder skipReconciliation() {
        skipReconciliation = true;
        return this;
    }

    /** It has annotations, though none of ours. */
    public ManifestBuilder annotated() {
        annotated = true;
        return this;
    }

    public ManifestBuilder layers(List<ManifestLayer> all) {
        layers = all;
        return this;
    }

    /** Its one layer is the install layer, with that selector, spelt canonically. */
    public ManifestBuilder install(@Nullable String selector) {
        return layers(List.of(new ManifestLayer(Layer.INSTALL, selector, selector)));
    }

    public ManifestBuilder annotations(ManifestAnnotations ours) {
        annotations = ours;
        return this;
    }

    public ManifestBuilder applied(String applied) {
        return annotations(new ManifestAnnotations(applied, null, null, null));
    }

    public ManifestBuilder verdict(Verdict ofLifecycleManager) {
        verdict = ofLifecycleManager;
        return this;
    }

    /** Observed in that epoch of its cluster. */
    public ManifestBuilder in(@Nullable Instant epochOfCluster) {
        epoch = epochOfCluster;
        return this;
    }

    /** Why it is known; an observation at its version unless told otherwise. */
    public ManifestBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    public Manifest build() {
        Cause why =
                cause == null ? new Cause.Observation(ref.cluster(), Kind.MANIFEST, version.resourceVersion()) : cause;
        return new Manifest(
                ref,
                uid,
                version,
                component,
                componentVersion,
                module,
                channel,
                kyma,
                remoteTemplate,
                deleting,
                skipReconciliation,
                annotated || !annotations.equals(ManifestAnnotations.NONE),
                layers,
                annotations,
                verdict,
                epoch,
                asked,
                why);
    }
}
