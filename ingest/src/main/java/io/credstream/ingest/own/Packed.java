package io.credstream.ingest.own;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.RegistryEntry.NoLogin;
import io.credstream.model.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An inventory's entry in a fifth of the room, for there is one for each object that is watched. Most of an entry is digests and
 * fingerprints, in hex, which take half as many bytes when they are written as such; the rest is what objects and headers take that
 * are saved here. What an entry is about is not in it. Avro with {@code bytes} for hex takes as
 * much room, and 1.5 to 2 times as long to pack.
 */
final class Packed {

    private static final HexFormat HEX = HexFormat.of();

    /** From so many bytes on, a length takes four more. */
    private static final int LONG = 255;

    private static final String HAS_LOGIN = "";

    private Packed() {}

    /**
     * Packs an entry.
     *
     * @param told at which version the object stands in its topic; often that of the entry, which then takes a byte
     */
    static byte[] pack(InventoryEntry entry, Version told) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            boolean same = told.equals(entry.version());
            out.writeBoolean(same);
            if (!same) {
                write(out, told);
            }
            write(out, entry.version());
            write(out, entry.uid());
            write(out, entry.digest());
            writeLength(out, entry.registries().size());
            for (RegistryEntry registry : entry.registries()) {
                write(out, registry.registry());
                out.writeBoolean(registry.plainHttp());
                write(out, registry.fingerprints());
                write(out, registry.secretFingerprints());
                write(out, registry.revision());
                NoLogin noLogin = registry.noLogin();
                write(out, noLogin == null ? HAS_LOGIN : noLogin.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns at which version an object stands in its topic. */
    static Version told(byte[] packed) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
            in.readBoolean();
            return readVersion(in); // that of the entry comes first, if it is the same
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InventoryEntry unpack(Kind kind, ObjectRef ref, byte[] packed) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
            if (!in.readBoolean()) {
                readVersion(in);
            }
            Version version = readVersion(in);
            String uid = readText(in);
            String digest = readText(in);
            int count = readLength(in);
            List<RegistryEntry> registries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                registries.add(new RegistryEntry(
                        readText(in), in.readBoolean(), readTexts(in), readTexts(in), readText(in), readNoLogin(in)));
            }
            return new InventoryEntry(kind, ref, uid, version, digest, registries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable NoLogin readNoLogin(DataInputStream in) throws IOException {
        String name = readText(in);
        return name.equals(HAS_LOGIN) ? null : NoLogin.valueOf(name);
    }

    private static void write(DataOutputStream out, Version version) throws IOException {
        out.writeLong(version.incarnation());
        write(out, version.resourceVersion());
    }

    private static Version readVersion(DataInputStream in) throws IOException {
        return new Version(in.readLong(), readText(in));
    }

    private static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
        writeLength(out, texts.size());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            write(out, text.getKey());
            write(out, text.getValue());
        }
    }

    private static Map<String, String> readTexts(DataInputStream in) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (int left = readLength(in); left > 0; left--) {
            texts.put(readText(in), readText(in));
        }
        return texts;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        boolean hex = isHex(text);
        byte[] bytes = hex ? HEX.parseHex(text) : text.getBytes(StandardCharsets.UTF_8);
        out.writeBoolean(hex);
        writeLength(out, bytes.length);
        out.write(bytes);
    }

    private static void writeLength(DataOutputStream out, int length) throws IOException {
        out.writeByte(Math.min(length, LONG));
        if (length >= LONG) {
            out.writeInt(length);
        }
    }

    private static int readLength(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        return length == LONG ? in.readInt() : length;
    }

    private static String readText(DataInputStream in) throws IOException {
        boolean hex = in.readBoolean();
        byte[] bytes = in.readNBytes(readLength(in));
        return hex ? HEX.formatHex(bytes) : new String(bytes, StandardCharsets.UTF_8);
    }

    /** As we write it, so that it is read as it was. */
    private static boolean isHex(String text) {
        return text.length() % 2 == 0 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
