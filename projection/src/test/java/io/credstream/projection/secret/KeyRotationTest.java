package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.NEW;
import static io.credstream.projection.secret.Given.OLD;
import static io.credstream.projection.secret.Given.config;
import static io.credstream.projection.secret.Given.reader;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import io.credstream.projection.SecretReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A revision changes with the content of a login, and with nothing else (R14). */
class KeyRotationTest {
    private static final String CONFIG =
            "{\"auths\":{\"a.io\":{\"auth\":\"YTpmYWtl\"},\"b.io\":{\"auth\":\"YjpmYWtl\"}}}";

    @Test
    void duringAChangeBothFingerprintsAreWritten() {
        SecretFacts facts = config(reader(NEW, OLD), CONFIG, List.of());

        assertThat(facts.fingerprints()).containsOnlyKeys("new", "old");
        assertThat(facts.registries()).allSatisfy(entry -> {
            assertThat(entry.fingerprints()).containsOnlyKeys("new", "old");
            assertThat(entry.secretFingerprints()).containsOnlyKeys("new", "old");
        });
    }

    @Test
    void revisionsOutliveTheChangeOfTheKey() {
        List<RegistryEntry> before =
                config(reader(OLD, null), CONFIG, List.of()).registries();
        List<RegistryEntry> during = config(reader(NEW, OLD), CONFIG, before).registries();
        List<RegistryEntry> after = config(reader(NEW, null), CONFIG, during).registries();

        assertThat(revisions(during)).isEqualTo(revisions(before));
        assertThat(revisions(after)).isEqualTo(revisions(before));
        assertThat(after.getFirst().fingerprints()).containsOnlyKeys("new");
    }

    @Test
    void aChangedLoginGetsANewRevisionDuringAChangeOfTheKeyToo() {
        List<RegistryEntry> before =
                config(reader(OLD, null), CONFIG, List.of()).registries();
        List<RegistryEntry> after =
                config(reader(NEW, OLD), CONFIG.replace("YTpm", "YTpn"), before).registries();

        assertThat(after.getFirst().revision()).isNotEqualTo(before.getFirst().revision());
        assertThat(after.getLast().revision()).isEqualTo(before.getLast().revision());
    }

    @Test
    void withoutACommonKeyNothingCanBeCompared() {
        List<RegistryEntry> before =
                config(reader(OLD, null), CONFIG, List.of()).registries();
        List<RegistryEntry> after = config(reader(NEW, null), CONFIG, before).registries();

        assertThat(revisions(after)).doesNotContainAnyElementsOf(revisions(before));
    }

    @Test
    void aLoginThatComesBackHasItsRevisionAgain() {
        SecretReader reader = reader(OLD, null);
        List<RegistryEntry> first = config(reader, CONFIG, List.of()).registries();
        List<RegistryEntry> other = config(
                        reader, CONFIG.replace("fake", "f4ke").replace("YTpm", "YTpn"), first)
                .registries();

        assertThat(revisions(config(reader, CONFIG, other).registries())).isEqualTo(revisions(first));
    }

    @Test
    void aLoginForAnotherRegistryIsAnother() {
        List<RegistryEntry> before =
                config(reader(OLD, null), CONFIG, List.of()).registries();
        List<RegistryEntry> after = config(reader(OLD, null), CONFIG.replace("a.io", "c.io"), before)
                .registries();

        assertThat(revisions(after)).containsOnlyOnce(before.getLast().revision());
        assertThat(revisions(after)).doesNotContain(before.getFirst().revision());
    }

    private static List<String> revisions(List<RegistryEntry> entries) {
        return entries.stream().map(RegistryEntry::revision).toList();
    }
}
