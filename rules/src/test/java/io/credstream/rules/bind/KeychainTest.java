package io.credstream.rules.bind;

import static io.credstream.rules.Facts.broken;
import static io.credstream.rules.Facts.credential;
import static io.credstream.rules.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.RegistryEntry;
import io.credstream.model.RegistryEntry.NoLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeychainTest {

    private static final String TARGET = "reg.io/team/mod";

    @Test
    void theLongerPathIsUsedWhicheverCredentialItIsIn() {
        Credential general = credential("general", Map.of(), entry("reg.io", "g"), entry("*.io", "x"));
        Credential special = credential("special", Map.of(), entry("reg.io/team", "s"));

        Keychain keychain = Keychain.resolve(TARGET, List.of(general, special));

        assertThat(keychain.used()).extracting(RegistryEntry::revision).containsExactly("s");
        assertThat(keychain.ambiguous()).isFalse();
        assertThat(keychain.covering()).isEqualTo(Map.of(general.ref(), "reg.io", special.ref(), "reg.io/team"));
    }

    @Test
    void aNameIsUsedBeforeAGlob() {
        Keychain keychain = resolve(entry("*.io/team/mod", "glob"), entry("reg.io", "name"));

        assertThat(keychain.used()).extracting(RegistryEntry::revision).containsExactly("name");
    }

    @Test
    void oneRegistryTwiceIsAChoice() {
        Keychain keychain = resolve(entry("reg.io", "a"), entry("reg.io", "b"));

        assertThat(keychain.used()).hasSize(2);
        assertThat(keychain.ambiguous()).isTrue();
    }

    /** It is taken like any other: nobody looks for a login under a shorter path. */
    @Test
    void anEntryWithoutALoginHidesOneWithALoginUnderAShorterPath() {
        Credential good = credential("good", Map.of(), entry("reg.io", "g"));
        RegistryEntry half = new RegistryEntry("reg.io/team", false, Map.of(), Map.of(), "h", NoLogin.NO_PASSWORD);
        Credential hiding = credential("hiding", Map.of(), half, entry("reg.io", "x"));

        Keychain keychain = Keychain.resolve(TARGET, List.of(good, hiding));

        assertThat(keychain.used()).isEmpty();
        assertThat(keychain.revision()).isNull();
        assertThat(keychain.anonymous()).isEqualTo(Map.of(hiding.ref(), half));
        assertThat(keychain.covering()).isEqualTo(Map.of(good.ref(), "reg.io"));
    }

    @Test
    void aLoginAndNoneUnderOneKeyIsAChoice() {
        RegistryEntry none = new RegistryEntry("reg.io", false, Map.of("k", "n"), Map.of(), "n", NoLogin.EMPTY);
        RegistryEntry login = new RegistryEntry("reg.io", Map.of("k", "l"), Map.of(), "l");

        assertThat(resolve(none, login).ambiguous()).isTrue();
        assertThat(resolve(none, none).used()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gcr.io/a, true",
        "eu.gcr.io/a, true",
        "europe-docker.pkg.dev/a/b, true",
        "mirror.google.com/a, true",
        "pkg.dev/a, false",
        "notgcr.io/a, false",
        "gcr.io:443/a, false",
        "gcr.io.example.com/a, false"
    })
    void googlesOwnCredentialsComeFirst(String repository, boolean first) {
        assertThat(Keychain.asksGoogleFirst(repository)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "reg.io:5000/a, reg.io:5000",
        "a/b, https://index.docker.io/v1/",
        "docker.io/a/b, https://index.docker.io/v1/",
        "localhost/a, https://index.docker.io/v1/",
        "localhost:5000/a, localhost:5000"
    })
    void theServerToNameIsOneThatCovers(String repository, String server) {
        assertThat(Keychain.server(repository)).isEqualTo(server);
    }

    @Test
    void equalContentIsNoAmbiguityWhateverItsFingerprintKey() {
        RegistryEntry old = new RegistryEntry("reg.io", Map.of("old", "o1"), Map.of(), "r1");
        RegistryEntry both = new RegistryEntry("reg.io", Map.of("old", "o1", "new", "n1"), Map.of(), "r2");
        RegistryEntry fresh = new RegistryEntry("reg.io", Map.of("new", "n1"), Map.of(), "r3");
        RegistryEntry other = new RegistryEntry("reg.io", Map.of("new", "n2"), Map.of(), "r4");

        assertThat(resolve(old, fresh, both).ambiguous()).isFalse();
        assertThat(resolve(old, fresh).ambiguous()).isTrue();
        assertThat(resolve(old, both, other).ambiguous()).isTrue();
    }

    /** After an upgrade that tells more apart, entries that were one keep their revision, and are two all the same. */
    @Test
    void contentThatIsToldApartUnderACommonKeyIsAmbiguousInSpiteOfOneRevision() {
        RegistryEntry one = new RegistryEntry("reg.io", Map.of("k", "f1", "old", "o1"), Map.of(), "r");
        RegistryEntry other = new RegistryEntry("reg.io", Map.of("k", "f2"), Map.of(), "r");
        RegistryEntry underAnotherKey = new RegistryEntry("reg.io", Map.of("z", "f3"), Map.of(), "r");

        assertThat(resolve(one, other).ambiguous()).isTrue();
        assertThat(resolve(one, other).revision()).isEqualTo(resolve(one).revision());
        assertThat(resolve(one, underAnotherKey).ambiguous()).isFalse();
    }

    @Test
    void theRevisionIsThatOfWhatIsUsedInAnyOrder() {
        RegistryEntry a = entry("reg.io", "a");
        RegistryEntry b = entry("reg.io", "b");
        RegistryEntry unused = entry("*.io", "c");

        assertThat(resolve(a, b).revision())
                .isEqualTo(resolve(b, a, unused).revision())
                .isNotEqualTo(resolve(a).revision());
        assertThat(resolve(a, a).revision()).isEqualTo(resolve(a).revision());
    }

    @Test
    void nothingCoversWithoutARepositoryOrWithAProblem() {
        Credential fine = credential("fine", Map.of(), entry("reg.io", "a"));
        Credential wrongType = broken("wrong", Map.of(), Problem.WRONG_TYPE);

        assertThat(Keychain.resolve(null, List.of(fine)).used()).isEmpty();
        assertThat(Keychain.resolve(TARGET, List.of(wrongType)).revision()).isNull();
    }

    /** Each entry in a credential of its own. */
    private static Keychain resolve(RegistryEntry... entries) {
        List<Credential> credentials = new ArrayList<>();
        for (RegistryEntry entry : entries) {
            credentials.add(credential("s" + credentials.size(), Map.of(), entry));
        }
        return Keychain.resolve(TARGET, credentials);
    }
}
