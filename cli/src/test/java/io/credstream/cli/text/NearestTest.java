package io.credstream.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> NAMES = List.of("id", "role", "controlPlane", "kubeconfig", "namespaces");

    @Test
    void aSlipOfTheFingersIsUnderstood() {
        assertThat(Nearest.to("kubeconfg", NAMES)).contains("kubeconfig");
        assertThat(Nearest.to("rloe", NAMES)).contains("role");
        assertThat(Nearest.to("control-plane", NAMES)).contains("controlPlane");
        assertThat(Nearest.to("namespace", NAMES)).contains("namespaces");
    }

    @Test
    void nothingIsSuggestedForWhatWasNotMeant() {
        assertThat(Nearest.to("password", NAMES)).isEmpty();
        assertThat(Nearest.hint("password", NAMES)).isEmpty();
    }
}
