package io.credstream.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Manifest CR as observed: the part of it that matters here.
 *
 * @param component annotation {@code operator.kyma-project.io/fqdn}
 * @param componentVersion {@code spec.version}
 * @param remoteTemplate whether its template is on the runtime of its Kyma (R9)
 * @param annotated whether {@code metadata.annotations} exists: a JSON Patch needs the parent of what it adds
 * @param layers those that the Manifest has, at most one per {@link Layer}, in order
 * @param epoch of the cluster that its template is on, in which the Manifest was observed, see {@link ClusterStatus.Epoch}; absent if
 *     none was known
 * @param asked the epoch of its own cluster in which the Manifest was observed, if its template is on a runtime: who watches the runtime
 *     has to have heard of it, see {@link ClusterStatus.Epoch#heard}; absent in the records of an ingest that does not ask
 */
public record Manifest(
        ObjectRef ref,
        String uid,
        Version version,
        @Nullable String component,
        @Nullable String componentVersion,
        @Nullable String moduleName,
        @Nullable String channel,
        @Nullable String kyma,
        boolean remoteTemplate,
        boolean deleting,
        boolean skipReconciliation,
        boolean annotated,
        List<ManifestLayer> layers,
        ManifestAnnotations annotations,
        Verdict verdict,
        @Nullable Instant epoch,
        @Nullable Instant asked,
        Cause cause)
        implements Versioned {

    public Manifest {
        layers = List.copyOf(layers);
    }

    /** {@inheritDoc} It is an observation of its own, of no epoch until one is named. */
    @Override
    public Manifest observedAt(Version version, Cause cause) {
        return observed(version, null, null, cause);
    }

    /** The same, as observed in an epoch of the cluster that its template is on. */
    public Manifest observedIn(@Nullable Instant epochOfTemplate) {
        return observed(version, epochOfTemplate, null, cause);
    }

    /** The same, asking whoever watches the runtime that its template is on whether it has heard of an epoch of the control plane. */
    public Manifest asking(Instant epochOfControlPlane) {
        return observed(version, null, epochOfControlPlane, cause);
    }

    private Manifest observed(Version version, @Nullable Instant epoch, @Nullable Instant asked, Cause cause) {
        return new Manifest(
                ref,
                uid,
                version,
                component,
                componentVersion,
                moduleName,
                channel,
                kyma,
                remoteTemplate,
                deleting,
                skipReconciliation,
                annotated,
                layers,
                annotations,
                verdict,
                epoch,
                asked,
                cause);
    }

    public Optional<ManifestLayer> layer(Layer layer) {
        return layers.stream().filter(l -> l.layer() == layer).findFirst();
    }

    /** The scope in which its template is looked for (R9). */
    public Scope scope() {
        return new Scope(ref.cluster(), remoteTemplate ? (kyma == null ? "" : kyma) : null);
    }

    /**
     * One layer.
     *
     * @param selector {@code credSecretSelector} as raw JSON, exactly as observed, for the guard of a patch; absent when the
     *     field is absent or null
     * @param canonical the same JSON with the keys of every object in the order of {@link String#compareTo} and without
     *     whitespace between tokens, so that spelling decides nothing when it is compared or hashed (R12); absent exactly when
     *     {@code selector} is
     * @param owners the field managers that asked for something in the selector, in order, without us and without whoever applies what it
     *     has read; empty in records of before they were looked at
     */
    public record ManifestLayer(
            Layer layer,
            @Nullable String selector,
            @Nullable String canonical,
            List<String> owners) {
        public ManifestLayer {
            if ((selector == null) != (canonical == null)) {
                throw new IllegalArgumentException("a selector and its canonical form come together");
            }
            owners = List.copyOf(owners);
        }

        /** Of a selector that nobody else asked for. */
        public ManifestLayer(Layer layer, @Nullable String selector, @Nullable String canonical) {
            this(layer, selector, canonical, List.of());
        }
    }

    /**
     * What lifecycle-manager says of the Manifest, as a code: its own words can change with every reconcile.
     *
     * @param reconciled whether the status moved after we wrote last, to the second; false where we never wrote. It turns true
     *     once per write, so that what follows it is no history
     */
    public record Verdict(@Nullable String state, Code code, boolean reconciled) {
        /** Of a Manifest that was not reconciled since. */
        public Verdict(@Nullable String state, Code code) {
            this(state, code, false);
        }

        /** Kinds of trouble in {@code status.lastOperation} that concern credentials. */
        public enum Code {
            NONE,
            NO_AUTH_SECRET,
            KEYCHAIN_FAILED,
            PULL_FAILED,
            OTHER_ERROR
        }
    }
}
