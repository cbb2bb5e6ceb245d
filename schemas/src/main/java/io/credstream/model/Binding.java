package io.credstream.model;

import io.credstream.model.Credential.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template's layers with the credentials that they select, for the decide stage; or, after them, what the bindings of a cluster
 * rest on.
 *
 * @param template where the template is; with {@code scope} the key
 * @param layers in order
 * @param basis absent but in the record that follows the bindings of a cluster, which is about no template
 */
public record Binding(
        Scope scope,
        ObjectRef template,
        @Nullable String component,
        @Nullable String componentVersion,
        @Nullable String moduleName,
        @Nullable String channel,
        List<BoundLayer> layers,
        @Nullable Basis basis,
        Cause cause) {

    public Binding {
        layers = List.copyOf(layers);
    }

    /** Of a template. */
    public Binding(
            Scope scope,
            ObjectRef template,
            @Nullable String component,
            @Nullable String componentVersion,
            @Nullable String moduleName,
            @Nullable String channel,
            List<BoundLayer> layers,
            Cause cause) {
        this(scope, template, component, componentVersion, moduleName, channel, layers, null, cause);
    }

    /** What the bindings of a cluster rest on, to be told after them. */
    public static Binding of(Scope scope, String cluster, Basis basis, Cause cause) {
        return new Binding(scope, Basis.of(cluster), null, null, null, null, List.of(), basis, cause);
    }

    public Key identity() {
        return new Key(scope, template);
    }

    /** The record key. */
    public String key() {
        return identity().text();
    }

    /**
     * As it is told to every partition: what deciding needs, whatever the number of matches. Who wants to know the matches derives them
     * from credentials and templates.
     */
    public Binding withoutMatches() {
        return new Binding(
                scope,
                template,
                component,
                componentVersion,
                moduleName,
                channel,
                layers.stream().map(BoundLayer::withoutMatches).toList(),
                basis,
                cause);
    }

    /** Whether the two differ in nothing but their causes. */
    public boolean saysTheSameAs(Binding other) {
        return equals(new Binding(
                other.scope,
                other.template,
                other.component,
                other.componentVersion,
                other.moduleName,
                other.channel,
                other.layers,
                other.basis,
                cause));
    }

    /** The worst of the layers; {@code UNLABELLED} without any. */
    public BindingState state() {
        return layers.stream().map(BoundLayer::state).reduce(BindingState.UNLABELLED, BindingState::worse);
    }

    /**
     * What the bindings of a cluster rest on: templates and Secrets that were all listed or followed in an epoch of it.
     *
     * @param epoch see {@link ClusterStatus.Epoch}; absent where the cluster's ingest knows no epochs: then any will do
     * @param interrupted whether a later epoch has begun, in which they are not all listed yet
     * @param heard see {@link ClusterStatus.Epoch#heard}
     */
    public record Basis(
            @Nullable Instant epoch,
            boolean interrupted,
            @Nullable Instant heard) {

        /** Sorts after every name, and is none: Kubernetes allows no tilde in one. */
        private static final String NO_TEMPLATE = "~";

        /** In the place of the template. */
        public static ObjectRef of(String cluster) {
            return new ObjectRef(cluster, NO_TEMPLATE, NO_TEMPLATE);
        }

        /** Whether this stands in the place of a template. */
        public static boolean isAt(ObjectRef template) {
            return template.namespace().equals(NO_TEMPLATE);
        }
    }

    /**
     * What a binding is known by. As text {@code control-plane/kyma/cluster/namespace/name}, where the Kyma of a control plane's
     * own templates, which apply to no Kyma in particular, is {@code *}: no Kyma can be called that.
     */
    public record Key(Scope scope, ObjectRef template) {

        private static final String EVERY_KYMA = "*";

        /** The inverse of {@link #text()}; throws {@link IllegalArgumentException} if the text has another form. */
        public static Key parse(String text) {
            String[] segments = text.split("/", 3);
            if (segments.length != 3) {
                throw new IllegalArgumentException("expected control-plane/kyma/cluster/namespace/name, not " + text);
            }
            String kyma = segments[1].equals(EVERY_KYMA) ? null : segments[1];
            return new Key(new Scope(segments[0], kyma), ObjectRef.parse(segments[2]));
        }

        public String text() {
            String kyma = scope.kyma();
            return scope.controlPlane() + "/" + (kyma == null ? EVERY_KYMA : kyma) + "/" + template.key();
        }
    }

    /**
     * One layer.
     *
     * @param revision a digest of the content of the credentials that cover the layer; absent when none does
     * @param matches every credential that the selector matches, in order; empty in the topic
     * @param searched the namespaces in which credentials were looked for; empty in the topic
     */
    public record BoundLayer(
            Layer layer,
            LayerSelector selector,
            BindingState state,
            @Nullable String revision,
            List<Match> matches,
            List<String> searched) {
        public BoundLayer {
            matches = List.copyOf(matches);
            searched = List.copyOf(searched);
        }

        private BoundLayer withoutMatches() {
            return new BoundLayer(layer, selector, state, revision, List.of(), List.of());
        }
    }

    /**
     * A credential that a selector matches.
     *
     * @param registry the entry that covers the layer's registry; absent when none does
     * @param problem why the credential is of no use; absent when it is fine
     */
    public record Match(
            ObjectRef credential,
            @Nullable String registry,
            @Nullable Problem problem) {}
}
