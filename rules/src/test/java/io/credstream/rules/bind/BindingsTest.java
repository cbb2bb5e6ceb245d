package io.credstream.rules.bind;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.KCP;
import static io.credstream.rules.Facts.REPOSITORY;
import static io.credstream.rules.Facts.SKR;
import static io.credstream.rules.Facts.broken;
import static io.credstream.rules.Facts.controlPlane;
import static io.credstream.rules.Facts.credential;
import static io.credstream.rules.Facts.entry;
import static io.credstream.rules.Facts.invalid;
import static io.credstream.rules.Facts.labelled;
import static io.credstream.rules.Facts.listed;
import static io.credstream.rules.Facts.runtime;
import static io.credstream.rules.Facts.status;
import static io.credstream.rules.Facts.template;
import static io.credstream.rules.Facts.templateRef;
import static io.credstream.rules.Facts.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.model.Template.TemplateLayer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BindingsTest {

    private static final Map<String, String> MATCHING = Map.of("cred", "test-operator", "managed-by", "klm");
    private static final ObjectRef TEMPLATE = templateRef("t");
    private static final ObjectRef SECRET = templateRef("s");

    private final Bindings bindings = new Bindings();

    @Nested
    class R7OnlyAllowedNamespacesCount {

        @Test
        void aSecretElsewhereIsNotFound() {
            given(labelled(Layer.INSTALL));

            assertThat(bindings.put(elsewhere()).templates()).isEmpty();

            assertThat(install().state()).isEqualTo(BindingState.NO_MATCH);
            assertThat(install().searched()).containsExactly("kcp-system");
        }

        @Test
        void allowingItsNamespaceFindsIt() {
            given(labelled(Layer.INSTALL));
            bindings.put(elsewhere());

            assertThat(bindings.put(controlPlane("kcp-system", "default")).templates())
                    .containsExactly(TEMPLATE);
            assertThat(install().state()).isEqualTo(BindingState.BOUND);
            assertThat(install().searched()).containsExactly("default", "kcp-system");

            bindings.put(controlPlane("kcp-system"));
            assertThat(install().state()).isEqualTo(BindingState.NO_MATCH);

            bindings.put(controlPlane("*"));
            assertThat(install().state()).isEqualTo(BindingState.BOUND);
        }

        private Credential elsewhere() {
            return credential(new ObjectRef(KCP, "default", "s"), MATCHING, null, entry("reg.io", "c"));
        }
    }

    @Nested
    class R8OnlyTheTemplatesOwnCluster {

        @Test
        void aSecretOfAnotherClusterIsNotFound() {
            given(labelled(Layer.INSTALL));
            bindings.put(runtime("a", "kcp-system"));
            bindings.put(listed(SKR));

            Affected affected = bindings.put(
                    credential(new ObjectRef(SKR, "kcp-system", "s"), MATCHING, null, entry("reg.io", "c")));

            assertThat(affected.templates()).isEmpty();
            assertThat(install().state()).isEqualTo(BindingState.NO_MATCH);
        }
    }

    @Nested
    class R10TheStateOfALayer {

        @Test
        void isBoundWhenOneCredentialCoversTheRegistry() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s", MATCHING, entry("reg.io", "c")));

            assertThat(install().state()).isEqualTo(BindingState.BOUND);
            assertThat(install().matches()).containsExactly(new Match(SECRET, "reg.io", null));
            assertThat(install().revision()).isNotNull();
        }

        @Test
        void isNotCoveredWhenTheMatchIsForAnotherRegistry() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s", MATCHING, entry("other.io", "c")));

            assertThat(install().state()).isEqualTo(BindingState.NOT_COVERED);
            assertThat(install().matches()).containsExactly(new Match(SECRET, null, null));
            assertThat(install().revision()).isNull();
        }

        @Test
        void isAmbiguousWhenDifferentCredentialsCoverTheRegistry() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s1", MATCHING, entry("reg.io", "c1")));
            bindings.put(credential("s2", MATCHING, entry("reg.io", "c2")));
            assertThat(install().state()).isEqualTo(BindingState.AMBIGUOUS);

            bindings.put(credential("s2", MATCHING, entry("reg.io", "c1")));
            assertThat(install().state()).isEqualTo(BindingState.BOUND);
        }

        @Test
        void isPoisonedByOneMalformedMatch() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s1", MATCHING, entry("reg.io", "c")));
            bindings.put(broken("s2", MATCHING, Problem.MALFORMED));

            assertThat(install().state()).isEqualTo(BindingState.POISONED);
        }

        @Test
        void isNotHarmedByAMatchOfAWrongType() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s1", MATCHING, entry("reg.io", "c")));
            bindings.put(broken("s2", MATCHING, Problem.WRONG_TYPE));
            bindings.put(broken("s3", MATCHING, Problem.MISSING_DATA));

            assertThat(install().state()).isEqualTo(BindingState.BOUND);
        }

        @Test
        void isUnusableWhenNoMatchIsOfAnyUse() {
            given(labelled(Layer.INSTALL));
            bindings.put(broken("s1", MATCHING, Problem.WRONG_TYPE));
            bindings.put(broken("s2", MATCHING, Problem.MALFORMED));

            assertThat(install().state()).isEqualTo(BindingState.UNUSABLE);
        }

        @Test
        void isTheLayersOwn() {
            given(invalid(Layer.INSTALL), unlabelled(Layer.CONFIG));

            assertThat(binding().layers())
                    .extracting(BoundLayer::state)
                    .containsExactly(BindingState.INVALID_SELECTOR, BindingState.UNLABELLED);
            assertThat(binding().state()).isEqualTo(BindingState.INVALID_SELECTOR);
        }
    }

    @Nested
    class R11ACredentialThatDisappears {

        @Test
        void changesTheStateAndLeavesTheSelector() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s", MATCHING, entry("reg.io", "c")));
            BoundLayer before = install();

            assertThat(bindings.removeCredential(SECRET).templates()).containsExactly(TEMPLATE);

            assertThat(install().state()).isEqualTo(BindingState.NO_MATCH);
            assertThat(install().selector()).isEqualTo(before.selector());
        }
    }

    @Nested
    class R14ARotation {

        @Test
        void changesTheRevisionOfWhatItCovers() {
            given(labelled(Layer.INSTALL));
            bindings.put(credential("s", MATCHING, entry("reg.io", "old"), entry("other.io", "x")));
            String before = install().revision();

            assertThat(bindings.put(credential("s", MATCHING, entry("reg.io", "new"), entry("other.io", "x")))
                            .templates())
                    .containsExactly(TEMPLATE);
            String after = install().revision();
            bindings.put(credential("s", MATCHING, entry("reg.io", "new"), entry("other.io", "y")));

            assertThat(after).isNotEqualTo(before);
            assertThat(install().revision()).isEqualTo(after);
        }
    }

    @Nested
    class ABindingIsHeld {

        @Test
        void untilSecretsAndTemplatesHaveBeenListed() {
            bindings.put(controlPlane("kcp-system"));
            bindings.put(template("t", labelled(Layer.INSTALL)));
            assertThat(bindings.bind(TEMPLATE, CAUSE))
                    .isEqualTo(new BindOutcome.Held(TEMPLATE, BindOutcome.Held.Reason.NOT_LISTED));

            assertThat(bindings.put(status(KCP, Kind.SECRET)).templates()).isEmpty();
            assertThat(bindings.put(status(KCP, Kind.SECRET, Kind.MODULE_TEMPLATE))
                            .templates())
                    .containsExactly(TEMPLATE);
            assertThat(bindings.put(status(KCP, Kind.SECRET, Kind.MODULE_TEMPLATE))
                            .templates())
                    .isEmpty();
            assertThat(bindings.bind(TEMPLATE, CAUSE)).isInstanceOf(BindOutcome.Bound.class);

            // A new incarnation: what is known may be of the former one.
            bindings.put(status(KCP));
            assertThat(bindings.bind(TEMPLATE, CAUSE)).isInstanceOf(BindOutcome.Held.class);
        }

        @Test
        void untilTheFleetNamesItsCluster() {
            bindings.put(listed(KCP));
            bindings.put(template("t", labelled(Layer.INSTALL)));
            assertThat(bindings.bind(TEMPLATE, CAUSE))
                    .isEqualTo(new BindOutcome.Held(TEMPLATE, BindOutcome.Held.Reason.CLUSTER_UNKNOWN));

            assertThat(bindings.put(controlPlane("kcp-system")).templates()).containsExactly(TEMPLATE);
            assertThat(bindings.bind(TEMPLATE, CAUSE)).isInstanceOf(BindOutcome.Bound.class);
        }
    }

    @Nested
    class ABindingIsRemoved {

        @Test
        void withItsTemplateAndAsOftenAsAsked() {
            given(labelled(Layer.INSTALL));
            BindOutcome.Removed removed = new BindOutcome.Removed(new Scope(KCP, null), TEMPLATE);

            assertThat(bindings.removeTemplate(TEMPLATE)).isEqualTo(new Affected(Set.of(), List.of(removed)));
            assertThat(bindings.bind(TEMPLATE, CAUSE)).isEqualTo(removed);
            assertThat(bindings.templates()).isEmpty();
            assertThat(bindings.put(credential("s", MATCHING)).templates()).isEmpty();
        }

        @Test
        void withItsCluster() {
            given(labelled(Layer.INSTALL));

            assertThat(bindings.removeCluster(KCP).removed())
                    .containsExactly(new BindOutcome.Removed(new Scope(KCP, null), TEMPLATE));
            assertThat(bindings.removeCluster(KCP)).isEqualTo(Affected.NOTHING);
        }

        @Test
        void fromTheScopeThatItsClusterLeft() {
            ObjectRef ref = new ObjectRef(SKR, "kyma-system", "t");
            bindings.put(runtime("a", "kyma-system"));
            bindings.put(listed(SKR));
            bindings.put(template(ref, REPOSITORY, labelled(Layer.INSTALL)));

            Affected affected = bindings.put(runtime("b", "kyma-system"));

            assertThat(affected.removed()).containsExactly(new BindOutcome.Removed(new Scope(KCP, "a"), ref));
            assertThat(affected.templates()).containsExactly(ref);
            assertThat(bindings.bind(ref, CAUSE))
                    .isInstanceOfSatisfying(
                            BindOutcome.Bound.class,
                            bound -> assertThat(bound.binding().scope()).isEqualTo(new Scope(KCP, "b")));
        }
    }

    @Test
    void whatTheFleetSaysElseOfAClusterTouchesNothing() {
        given(labelled(Layer.INSTALL));

        assertThat(bindings.put(controlPlane("kcp-system"))).isEqualTo(Affected.NOTHING);
    }

    @Test
    void aTemplateThatIsChangedIsFoundUnderItsNewSelectorOnly() {
        given(labelled(Layer.INSTALL));
        bindings.put(template("t", unlabelled(Layer.INSTALL)));

        assertThat(bindings.put(credential("s", MATCHING)).templates()).isEmpty();
    }

    private void given(TemplateLayer... layers) {
        bindings.put(controlPlane("kcp-system"));
        bindings.put(listed(KCP));
        bindings.put(template("t", layers));
    }

    private Binding binding() {
        if (bindings.bind(TEMPLATE, CAUSE) instanceof BindOutcome.Bound(Binding binding)) {
            return binding;
        }
        throw new AssertionError("not bound");
    }

    private BoundLayer install() {
        return binding().layers().getFirst();
    }
}
