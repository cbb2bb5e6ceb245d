package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PackedTest {

    private static final ObjectRef REF = new ObjectRef("kcp-eu", "kcp-system", "regcred");
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void whatIsUnpackedIsWhatWasPacked() {
        for (String text :
                List.of("", "a", "ab", "abc", "AB", "00", HEX, "käse/€", "x".repeat(70_000), HEX.repeat(2_000))) {
            InventoryEntry entry = entry(text);
            for (Version told : List.of(entry.version(), Version.NONE, new Version(2, "5"))) {
                byte[] packed = Packed.pack(entry, told);
                assertThat(Packed.unpack(Kind.SECRET, REF, packed)).isEqualTo(entry);
                assertThat(Packed.told(packed)).isEqualTo(told);
            }
        }
    }

    @Test
    void anEntryTakesNoMoreThanItsBytes() {
        InventoryEntry entry = new InventoryEntry(
                Kind.SECRET,
                REF,
                "3f0c2a3e-8f2b-4f6e-9d57-2f6f6c1f0d11",
                new Version(1, "123456"),
                HEX,
                List.of(new RegistryEntry("registry.example.com", Map.of("k1", HEX), Map.of("k1", HEX), HEX)));
        assertThat(Packed.pack(entry, entry.version())).hasSizeLessThan(280);
    }

    private static InventoryEntry entry(String text) {
        RegistryEntry one = new RegistryEntry(text, true, Map.of("k1", text, "k2", HEX), Map.of(), text);
        RegistryEntry other = new RegistryEntry("registry.example.com", Map.of(), Map.of("k1", HEX), HEX);
        return new InventoryEntry(
                Kind.SECRET,
                REF,
                text,
                new Version(7, "340282366920938463463374607431768211455"),
                text,
                List.of(one, other));
    }
}
