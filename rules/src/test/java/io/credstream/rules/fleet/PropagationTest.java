package io.credstream.rules.fleet;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.KCP;
import static io.credstream.rules.Facts.SKR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.controlPlane;
import static io.credstream.rules.Facts.credential;
import static io.credstream.rules.Facts.entry;
import static io.credstream.rules.Facts.labelled;
import static io.credstream.rules.Facts.listed;
import static io.credstream.rules.Facts.manifest;
import static io.credstream.rules.Facts.runtime;
import static io.credstream.rules.Facts.status;
import static io.credstream.rules.Facts.template;
import static io.credstream.rules.Facts.templateRef;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.BindingState;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import io.credstream.rules.decide.Honoured;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PropagationTest {

    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant AFTER = BEFORE.plusSeconds(600);
    private static final List<Kind> ALL = List.of(Kind.SECRET, Kind.MODULE_TEMPLATE, Kind.MANIFEST);
    private static final Manifest MANIFEST = manifest(bare(Layer.INSTALL)).build();
    private static final Template TEMPLATE = template("mod-fast", labelled(Layer.INSTALL));

    private Propagation fleet = new Propagation();

    @Test
    void aCredentialThatMatchesTouchesTheManifestsOfTheTemplate() {
        // Given
        fleet.put(controlPlane("kcp-system"), CAUSE);
        fleet.put(listed(KCP), CAUSE);
        fleet.put(TEMPLATE, CAUSE);
        fleet.decisions().put(MANIFEST);
        assertThat(decided().state()).isEqualTo(BindingState.NO_MATCH);
        // When
        assertThat(fleet.put(matching(), CAUSE)).containsExactly(MANIFEST.ref());
        // Then
        assertThat(decided()).isInstanceOf(Decision.Update.class);
        assertThat(decided().state()).isEqualTo(BindingState.BOUND);
        assertThat(fleet.binding(TEMPLATE.ref()))
                .hasValueSatisfying(binding -> assertThat(binding.layers())
                        .singleElement()
                        .satisfies(layer -> assertThat(layer.matches()).hasSize(1)));
    }

    @Test
    void inSilenceNothingIsTold() {
        // Given
        fleet = Propagation.inSilence();
        fleet.put(controlPlane("kcp-system"), CAUSE);
        fleet.put(listed(KCP), CAUSE);
        fleet.decisions().put(MANIFEST);
        // When
        assertThat(fleet.put(TEMPLATE, CAUSE)).isEmpty();
        // Then
        assertThat(fleet.bindings()).isEmpty();
        // When
        fleet.speak();
        assertThat(fleet.put(matching(), CAUSE)).containsExactly(MANIFEST.ref());
        // Then
        assertThat(fleet.bindings()).containsOnlyKeys(TEMPLATE.ref());
    }

    @Test
    void whatWasToldStaysWhileItsClusterIsNotListed() {
        // Given
        listedAndBound();
        // When
        fleet.put(status(KCP, Kind.SECRET), CAUSE);
        fleet.removeCredential(matching().ref(), CAUSE);
        // Then
        assertThat(decided().state()).isEqualTo(BindingState.BOUND);
    }

    @Test
    void ofAClusterThatIsNotListedNothingIsToldUnlessThatIsAssumed() {
        // Given
        fleet.put(controlPlane("kcp-system"), CAUSE);
        fleet.decisions().put(MANIFEST);
        fleet.put(TEMPLATE, CAUSE);
        assertThat(decided()).isEqualTo(new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE));
        // When
        fleet.assumeListed(KCP);
        fleet.put(matching(), CAUSE);
        // Then
        assertThat(decided().state()).isEqualTo(BindingState.BOUND);
        // When
        fleet.put(status(KCP, Kind.SECRET), CAUSE);
        fleet.removeCredential(matching().ref(), CAUSE);
        // Then
        assertThat(decided().state()).as("nothing is assumed any longer").isEqualTo(BindingState.BOUND);
    }

    @Test
    void whatBindingsRestOnIsNotAssumed() {
        fleet.put(controlPlane("kcp-system"), CAUSE);
        fleet.put(watched(KCP, AFTER, null, List.of()), CAUSE);
        fleet.assumeListed(KCP);
        fleet.put(TEMPLATE, CAUSE);
        fleet.put(matching(), CAUSE);
        fleet.decisions().put(MANIFEST.observedIn(AFTER));
        assertThat(decided()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.DEFERRED));
    }

    @Test
    void aManifestWaitsUntilAllIsListedAfterTheGap() {
        // Given
        listedAndBound();
        fleet.decisions().put(MANIFEST.observedIn(AFTER));
        // When
        fleet.put(watched(KCP, AFTER, BEFORE, List.of()), CAUSE);
        // Then
        assertThat(decided()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.DEFERRED));
        // When
        assertThat(fleet.put(watched(KCP, AFTER, AFTER, ALL), CAUSE)).containsExactly(MANIFEST.ref());
        // Then
        assertThat(decided()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void aClusterThatComesBackToTheFleetIsDecidedAgain() {
        // Given
        listedAndBound();
        fleet.put(watched(KCP, BEFORE, BEFORE, ALL), CAUSE);
        fleet.decisions().put(MANIFEST.observedIn(BEFORE));
        // When
        fleet.removeCluster(KCP, CAUSE);
        // Then
        assertThat(decided()).isEqualTo(new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE));
        // When
        assertThat(fleet.put(controlPlane("kcp-system"), CAUSE)).containsExactly(MANIFEST.ref());
        // Then
        assertThat(decided()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void withoutAStatusBindingsRestOnNothing() {
        // Given
        listedAndBound();
        fleet.put(watched(KCP, BEFORE, BEFORE, ALL), CAUSE);
        fleet.decisions().put(MANIFEST.observedIn(BEFORE));
        assertThat(decided()).isInstanceOf(Decision.Update.class);
        // When
        fleet.removeStatus(KCP, CAUSE);
        // Then
        assertThat(decided()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.DEFERRED));
    }

    @Test
    void aRuntimeThatGetsAnotherKymaTakesWhatItsBindingsRestOnAlong() {
        // Given
        Manifest remote = manifest(bare(Layer.INSTALL)).remoteTemplateOf("b").build();
        fleet.put(runtime("a", "kyma-system"), CAUSE);
        fleet.put(watched(SKR, BEFORE, BEFORE, ALL), CAUSE);
        fleet.put(template(new ObjectRef(SKR, "kyma-system", "mod"), null, labelled(Layer.INSTALL)), CAUSE);
        fleet.put(watched(SKR, AFTER, BEFORE, List.of(Kind.MODULE_TEMPLATE)), CAUSE);
        fleet.decisions().put(remote);
        fleet.assumeListed(SKR);
        // When
        fleet.put(runtime("b", "kyma-system"), CAUSE);
        // Then
        assertThat(decided())
                .as("its template is bound, but not since the gap")
                .isEqualTo(new LeaveAlone(BindingState.NO_MATCH, Reason.DEFERRED));
    }

    @Test
    void aBindingThatIsRecalledStandsUntilSomethingElseIsTold() {
        // Given
        listedAndBound();
        Propagation successor = Propagation.inSilence();
        fleet.bindings().values().forEach(successor::recall);
        successor.put(controlPlane("kcp-system"), CAUSE);
        successor.put(TEMPLATE, CAUSE);
        successor.decisions().put(MANIFEST);
        // When
        successor.speak();
        successor.tell(templateRef("mod-fast"), CAUSE);
        fleet = successor;
        // Then
        assertThat(decided().state()).isEqualTo(BindingState.BOUND);
        // When
        fleet.put(listed(KCP), CAUSE);
        // Then
        assertThat(decided().state()).isEqualTo(BindingState.NO_MATCH);
    }

    @Test
    void whoseVersionIsUnknownHonoursNothing() {
        fleet.put(controlPlane("kcp-system"), CAUSE);
        assertThat(fleet.honoured(MANIFEST)).isEqualTo(Honoured.VERSION_UNKNOWN);
    }

    private void listedAndBound() {
        fleet.put(controlPlane("kcp-system"), CAUSE);
        fleet.put(listed(KCP), CAUSE);
        fleet.put(TEMPLATE, CAUSE);
        fleet.put(matching(), CAUSE);
        fleet.decisions().put(MANIFEST);
    }

    private static Credential matching() {
        return credential("cred", Map.of("cred", "test-operator"), entry("reg.io", "r1"));
    }

    private static ClusterStatus watched(
            String cluster, Instant begun, @Nullable Instant bindable, List<Kind> current) {
        List<KindStatus> kinds =
                ALL.stream().map(kind -> new KindStatus(kind, "v1", true, "1")).toList();
        Epoch epoch = new Epoch(begun, bindable, current, 0, 0);
        return new ClusterStatus(
                cluster,
                Condition.WATCHED,
                null,
                null,
                null,
                1,
                kinds,
                List.of(),
                List.of(),
                null,
                List.of(),
                epoch,
                CAUSE);
    }

    private Decision decided() {
        return fleet.decisions().decide(MANIFEST.ref(), CAUSE);
    }
}
