package io.credstream.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ObjectRef;
import io.credstream.model.Refusal;
import io.credstream.model.Refusal.Reader;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.rules.decide.TemplateVerdict.Accepted;
import io.credstream.rules.decide.TemplateVerdict.Refused;
import io.credstream.rules.decide.TemplateVerdict.Unread;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R3 and R4, by version. */
class TemplateVerdictTest {
    private static final Cause CAUSE = new Cause.Request("test", "test");
    private static final Refusal DESCRIPTOR = new Refusal(Reader.DESCRIPTOR, "a", "is b", "write c");
    private static final Refusal LABEL = new Refusal(Reader.LABEL, "d", "is e", "write f");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"0.1.0", "1.3.10", "not a version"})
    void versionsThatReadLabelsRefuseBoth(String version) {
        assertThat(verdict("c", version, DESCRIPTOR, LABEL)).isEqualTo(new Refused(List.of(DESCRIPTOR, LABEL)));
        assertThat(verdict("c", version)).isEqualTo(new Accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.11-rc1", "1.3.11", "1.7.3"})
    void versionsThatReadNoLabelsRefuseTheDescriptorOnly(String version) {
        assertThat(verdict("c", version, DESCRIPTOR, LABEL)).isEqualTo(new Refused(List.of(DESCRIPTOR)));
        assertThat(verdict("c", version, LABEL)).isEqualTo(new Accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0-rc1", "1.8.0", "1.20.4", "2.0.0"})
    void laterVersionsReadNothingOfIt(String version) {
        assertThat(verdict("c", version, DESCRIPTOR, LABEL)).isEqualTo(new Unread());
        assertThat(verdict(null, version, DESCRIPTOR)).isEqualTo(new Unread());
    }

    @Test
    void anEmptyDescriptorIsForLaterVersionsUnlessAnEarlierOneIsThere() {
        assertThat(verdict(null, null, DESCRIPTOR)).isEqualTo(new Unread());
        assertThat(verdict(null, "1.3.10", DESCRIPTOR)).isEqualTo(new Refused(List.of(DESCRIPTOR)));
        assertThat(verdict(null, "1.7.0", DESCRIPTOR)).isEqualTo(new Refused(List.of(DESCRIPTOR)));
    }

    @Test
    void noVersionReadsTemplatesOnRuntimes() {
        assertThat(TemplateVerdict.of(template("c", DESCRIPTOR), cluster(Role.RUNTIME, null)))
                .isEqualTo(new Unread());
    }

    @Test
    void ofAClusterThatLeftTheFleetNoVersionIsKnown() {
        assertThat(TemplateVerdict.of(template("c", LABEL), null)).isEqualTo(new Refused(List.of(LABEL)));
    }

    private static TemplateVerdict verdict(@Nullable String component, @Nullable String version, Refusal... refusals) {
        return TemplateVerdict.of(template(component, refusals), cluster(Role.CONTROL_PLANE, version));
    }

    private static Template template(@Nullable String component, Refusal... refusals) {
        return new Template(
                new ObjectRef("kcp", "kcp-system", "t"),
                "uid",
                new Version(1, "1"),
                component,
                null,
                null,
                null,
                false,
                null,
                List.of(),
                null,
                List.of(refusals),
                CAUSE);
    }

    private static Cluster cluster(Role role, @Nullable String version) {
        boolean runtime = role == Role.RUNTIME;
        return new Cluster(
                "kcp",
                role,
                runtime ? "kcp" : null,
                runtime ? "kyma" : null,
                new KubeconfigFile("", null),
                List.of(),
                version,
                CAUSE);
    }
}
