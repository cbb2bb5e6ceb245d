package io.credstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BindingKeyTest {

    private static final ObjectRef TEMPLATE = new ObjectRef("kcp-eu.a1b2", "kyma-system", "serverless-1.2.3");

    @Test
    void isReadBackFromItsText() {
        assertThat(new Binding.Key(new Scope("kcp-eu", "a1b2"), TEMPLATE))
                .returns("kcp-eu/a1b2/kcp-eu.a1b2/kyma-system/serverless-1.2.3", Binding.Key::text)
                .isEqualTo(Binding.Key.parse("kcp-eu/a1b2/kcp-eu.a1b2/kyma-system/serverless-1.2.3"));
    }

    @Test
    void tellsTemplatesForEveryKymaFromThoseForOneWithoutAName() {
        Binding.Key every = new Binding.Key(new Scope("kcp-eu", null), TEMPLATE);
        Binding.Key nameless = new Binding.Key(new Scope("kcp-eu", ""), TEMPLATE);
        assertThat(Binding.Key.parse(every.text())).isEqualTo(every).isNotEqualTo(nameless);
        assertThat(Binding.Key.parse(nameless.text())).isEqualTo(nameless);
    }

    @Test
    void refusesTextOfAnotherForm() {
        assertThatThrownBy(() -> Binding.Key.parse("kcp-eu/kyma-system/template"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Binding.Key.parse("kcp-eu")).isInstanceOf(IllegalArgumentException.class);
    }
}
