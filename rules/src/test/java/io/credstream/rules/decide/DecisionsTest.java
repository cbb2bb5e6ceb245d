package io.credstream.rules.decide;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.KCP;
import static io.credstream.rules.Facts.SKR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final Manifest MANIFEST = manifest(bare(Layer.INSTALL)).build();
    private static final Scope CONTROL_PLANE = new Scope(KCP, null);

    private final Decisions decisions = new Decisions();

    @Test
    void aBindingTouchesTheManifestsOfItsComponentAndVersion() {
        decisions.put(MANIFEST);

        assertThat(decisions.put(binding(bound(Layer.INSTALL)))).containsExactly(MANIFEST.ref());
        assertThat(decisions.put(other("kyma.io/other", "1.0.0"))).isEmpty();
        assertThat(decisions.put(other("kyma.io/mod", "1.0.1"))).isEmpty();
    }

    @Test
    void aBindingThatTurnsToAnotherComponentTouchesTheManifestsThatItLeaves() {
        decisions.put(MANIFEST);
        Binding before = binding(bound(Layer.INSTALL));
        decisions.put(before);

        Binding after = new Binding(
                before.scope(), before.template(), "kyma.io/other", "1.0.0", "mod", "fast", before.layers(), CAUSE);

        assertThat(decisions.put(after)).containsExactly(MANIFEST.ref());
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE));
    }

    @Test
    void aManifestIsDecidedByTheBindingThatCameBeforeIt() {
        decisions.put(binding(bound(Layer.INSTALL)));

        assertThat(decisions.put(MANIFEST)).containsExactly(MANIFEST.ref());
        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void aManifestThatIsGoneIsLeftAlone() {
        decisions.put(MANIFEST);

        assertThat(decisions.removeManifest(MANIFEST.ref())).containsExactly(MANIFEST.ref());
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.NO_TEMPLATE, Reason.GONE));
        assertThat(decisions.put(binding(bound(Layer.INSTALL)))).isEmpty();
    }

    @Test
    void aRemovalUnderAFormerScopeRemovesNothing() {
        ObjectRef template = new ObjectRef(SKR, "kyma-system", "t");
        decisions.put(manifest(bare(Layer.INSTALL)).remoteTemplateOf("b").build());
        decisions.put(scoped(template, "a"));
        decisions.put(scoped(template, "b"));

        assertThat(decisions.removeBinding(new Scope(KCP, "a"), template)).isEmpty();
        assertThat(decide()).isInstanceOf(Decision.Update.class);
        assertThat(decisions.removeBinding(new Scope(KCP, "b"), template)).hasSize(1);
    }

    @Nested
    class R9TheTemplateOfAManifest {

        @Test
        void isNoneWhenThereIsNone() {
            decisions.put(MANIFEST);

            assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE));
        }

        @Test
        void isNoneOnceItIsDeleted() {
            decisions.put(MANIFEST);
            Binding binding = binding(bound(Layer.INSTALL));
            decisions.put(binding);

            assertThat(decisions.removeBinding(CONTROL_PLANE, binding.template()))
                    .containsExactly(MANIFEST.ref());
            assertThat(decide().state()).isEqualTo(BindingState.NO_TEMPLATE);
        }

        @Test
        void isOnTheRuntimeOfItsKymaWhenItSaysSo() {
            ObjectRef remote = new ObjectRef(SKR, "kyma-system", "t");
            decisions.put(binding(bound(Layer.INSTALL)));
            decisions.put(scoped(remote, "a"));

            assertThat(chosenFor(manifest().remoteTemplateOf("a").build())).isEqualTo(remote);
            assertThat(chosenFor(manifest().build())).isNotEqualTo(remote);
            assertThat(chosenFor(manifest().remoteTemplateOf("b").build())).isNull();
        }

        @Test
        void isNoneWhereNeitherManifestNorRuntimeNamesAKyma() {
            decisions.put(scoped(new ObjectRef(SKR, "kyma-system", "t"), ""));

            assertThat(chosenFor(manifest().remoteTemplateOf(null).build())).isNull();
        }

        @Test
        void isThatInItsNamespaceFirst() {
            assertThat(chosenOf(
                            candidate("elsewhere", "mod-1.0.0", "mod", "fast"),
                            candidate("kcp-system", "x", "other", "slow")))
                    .isEqualTo("x");
        }

        @Test
        void isThatOfItsModuleSecond() {
            assertThat(chosenOf(
                            candidate("kcp-system", "mod-1.0.0", "other", "fast"),
                            candidate("kcp-system", "x", "mod", "slow")))
                    .isEqualTo("x");
        }

        @Test
        void isThatOfItsChannelThird() {
            assertThat(chosenOf(
                            candidate("kcp-system", "mod-1.0.0", "mod", "slow"),
                            candidate("kcp-system", "x", "mod", "fast")))
                    .isEqualTo("x");
        }

        @Test
        void isThatNamedAfterModuleAndVersionLast() {
            assertThat(chosenOf(
                            candidate("kcp-system", "mod-1.0.0", "mod", null),
                            candidate("kcp-system", "x", "mod", null)))
                    .isEqualTo("mod-1.0.0");
        }

        @Test
        void isAmbiguousWhenNothingTellsThemApart() {
            decisions.put(candidate("kcp-system", "x", "mod", "fast"));
            decisions.put(candidate("kcp-system", "y", "mod", "fast"));
            decisions.put(MANIFEST);

            assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.AMBIGUOUS_TEMPLATE, Reason.AMBIGUOUS_TEMPLATE));
        }

        private @Nullable String chosenOf(Binding... candidates) {
            List.of(candidates).forEach(decisions::put);
            ObjectRef chosen = chosenFor(MANIFEST);
            return chosen == null ? null : chosen.name();
        }

        private @Nullable ObjectRef chosenFor(Manifest manifest) {
            return decisions.bindingOf(manifest).map(Binding::template).orElse(null);
        }

        private static Binding candidate(String namespace, String name, String module, @Nullable String channel) {
            return binding(new ObjectRef(KCP, namespace, name), module, channel, bound(Layer.INSTALL));
        }
    }

    private Decision decide() {
        return decisions.decide(MANIFEST.ref(), CAUSE);
    }

    private static Binding other(String component, String version) {
        return new Binding(
                CONTROL_PLANE, new ObjectRef(KCP, "kcp-system", "o"), component, version, null, null, List.of(), CAUSE);
    }

    private static Binding scoped(ObjectRef template, String kyma) {
        return new Binding(
                new Scope(KCP, kyma),
                template,
                "kyma.io/mod",
                "1.0.0",
                "mod",
                "fast",
                List.of(bound(Layer.INSTALL)),
                CAUSE);
    }
}
