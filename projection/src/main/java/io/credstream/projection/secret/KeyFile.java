package io.credstream.projection.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The file of fingerprint keys:
 *
 * <pre>{@code
 * current:
 *   id: 2025-06            # any name; written beside each fingerprint
 *   key: <base64 of at least 32 random bytes>
 * previous:                # during a change only, the newest first; of a single one the '-' can be left out
 * - id: 2024-11
 *   key: <base64>
 * lost: [2023-12]          # ids of keys that nobody has any more
 * }</pre>
 *
 * <p>A file that others may write is refused. One that others may read is used, with a warning: Kubernetes mounts a Secret with
 * mode 0644 unless told otherwise, and compose binds a file with the host's mode, into containers where nobody else is. Refusing
 * it would keep such a service from starting for a risk that it does not have.
 */
final class KeyFile {
    static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 1024;
    private static final String CURRENT = "current";
    private static final String PREVIOUS = "previous";
    private static final String LOST = "lost";
    private static final long MAX_FILE = 65_536;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,30}[A-Za-z0-9])?");
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // a second document
            .build();

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> byId = new HashMap<>();
    private final Map<SecretKey, String> bySecret = new HashMap<>();

    private KeyFile(Path file) {
        this.file = file;
    }

    static FingerprintKeys load(Path path) {
        KeyFile file = new KeyFile(path);
        List<String> warnings = file.checkMode();
        JsonNode document = file.read();
        Optional<FingerprintKey> current = file.key(document.path(CURRENT), CURRENT);
        current.ifPresent(key -> file.add(key, CURRENT));
        List<FingerprintKey> previous = file.previous(document.path(PREVIOUS));
        List<String> lost = file.lost(document.path(LOST));
        file.refuseUnknown(document, "", Set.of(CURRENT, PREVIOUS, LOST));
        if (!file.problems.isEmpty() || current.isEmpty()) {
            throw new InvalidKeyFile(file.problems);
        }
        return new FingerprintKeys(current.get(), previous, lost, warnings);
    }

    private List<String> checkMode() {
        Set<PosixFilePermission> mode;
        try {
            mode = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException reportedByRead) {
            return List.of();
        }
        if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            problem("", "everyone may write it: chmod 600");
        }
        return mode.contains(PosixFilePermission.OTHERS_READ)
                ? List.of(file + ": everyone on this machine may read it: chmod 600, or for a mounted Secret "
                        + "defaultMode: 0440 with an fsGroup")
                : List.of();
    }

    private JsonNode read() {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw refused("", "is longer than " + MAX_FILE + " bytes: is it a key file?");
            }
            byte[] content = Files.readAllBytes(file);
            JsonNode document = YAML.readTree(content);
            Arrays.fill(content, (byte) 0);
            if (!document.isObject()) {
                throw refused("", "is no YAML map: write current with id and key");
            }
            return document;
        } catch (JsonProcessingException quotesContent) {
            throw refused("", "is no YAML in UTF-8: write current with id and key, each field once");
        } catch (NoSuchFileException missing) {
            throw refused("", "does not exist: mount the fleet's there, or write one: current with id and key");
        } catch (IOException unreadable) {
            throw refused("", "cannot be read (" + reason(unreadable) + "): let the service's user read it");
        }
    }

    private List<FingerprintKey> previous(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            Optional<FingerprintKey> key = key(node, PREVIOUS);
            key.ifPresent(previous -> add(previous, PREVIOUS));
            return key.stream().toList();
        }
        if (node.size() > FingerprintKeys.MAX_PREVIOUS) {
            problem(
                    PREVIOUS,
                    "holds " + node.size() + " keys, and may hold " + FingerprintKeys.MAX_PREVIOUS
                            + ": remove those that 'credstream doctor' says may go");
        }
        List<FingerprintKey> keys = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String field = PREVIOUS + "[" + i + "]";
            key(node.get(i), field).ifPresent(key -> {
                add(key, field);
                keys.add(key);
            });
        }
        return keys;
    }

    private List<String> lost(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            problem(LOST, "is no list: write ids of keys that nobody has any more, such as [k1]");
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String field = LOST + "[" + i + "]";
            String id = id(node.get(i), field);
            if (id != null && byId.containsKey(id)) {
                problem(field, "is that of " + byId.get(id) + ": a key that is here is not lost, remove one of them");
            } else if (id != null && ids.contains(id)) {
                problem(field, "is there twice: remove one of them");
            } else if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private Optional<FingerprintKey> key(JsonNode node, String name) {
        if (!node.isObject()) {
            problem(name, "is missing or no map: write id and key");
            return Optional.empty();
        }
        refuseUnknown(node, name + ".", Set.of("id", "key"));
        String id = id(node.path("id"), name + ".id");
        byte[] key = bytes(node.path("key"), name + ".key");
        return id == null || key == null ? Optional.empty() : Optional.of(new FingerprintKey(id, key));
    }

    /** Two keys with one id, or one key with two, would make fingerprints that say the wrong thing. */
    private void add(FingerprintKey key, String name) {
        String sameId = byId.putIfAbsent(key.id(), name);
        if (sameId != null) {
            problem(name + ".id", "is that of " + sameId + ": give the new key an id of its own");
        }
        String sameKey = bySecret.putIfAbsent(key.secret(), name);
        if (sameKey != null) {
            problem(name + ".key", "is that of " + sameKey + ": write a new key into current, or remove " + name);
        }
    }

    private @Nullable String id(JsonNode node, String field) {
        String id = node.isValueNode() && !node.isNull() ? node.asText() : "";
        if (ID.matcher(id).matches()) {
            return id;
        }
        problem(field, "is missing or no id: write 1 to 32 letters, digits, '.', '_' and '-'");
        return null;
    }

    private byte @Nullable [] bytes(JsonNode node, String field) {
        byte[] key = {};
        try {
            key = Base64.getDecoder().decode(node.asText("").strip());
        } catch (IllegalArgumentException quotesContent) {
            problem(field, "is no base64: write what `openssl rand -base64 32` prints");
            return null;
        }
        if (key.length >= MIN_BYTES && key.length <= MAX_BYTES) {
            return key;
        }
        problem(
                field,
                "holds " + key.length + " bytes, and has to hold " + MIN_BYTES + " to " + MAX_BYTES
                        + ": write what `openssl rand -base64 32` prints");
        return null;
    }

    private void refuseUnknown(JsonNode node, String at, Set<String> known) {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                problem(
                        at + field,
                        "is no field of a key file: remove it, or write one of "
                                + known.stream().sorted().toList());
            }
        });
    }

    private void problem(String field, String problemAndFix) {
        problems.add(file + ": " + (field.isEmpty() ? "" : field + " ") + problemAndFix);
    }

    private InvalidKeyFile refused(String field, String problemAndFix) {
        problem(field, problemAndFix);
        return new InvalidKeyFile(problems);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException fs && fs.getReason() != null
                ? fs.getReason()
                : e.getClass().getSimpleName();
    }

    static void generate(Path path) {
        KeyFile file = new KeyFile(path);
        Path target = path.toAbsolutePath();
        try {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Path complete = Files.createTempFile(target.getParent(), ".credstream-", ".yaml");
            try {
                ownerOnly(complete);
                Files.writeString(complete, fresh(), StandardCharsets.UTF_8);
                Files.move(complete, target);
            } finally {
                Files.deleteIfExists(complete);
            }
        } catch (FileAlreadyExistsException exists) {
            throw file.refused("", "exists: load it, or remove it if its fingerprints are of no use any more");
        } catch (IOException unwritable) {
            throw file.refused("", "cannot be written (" + reason(unwritable) + "): choose a folder that can");
        }
    }

    /** Temporary files are their owner's where the file system has owners; said again for those that have other defaults. */
    private static void ownerOnly(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static String fresh() {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[4];
        byte[] key = new byte[MIN_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        return """
                # Fingerprints of credentials are made with this key: keep it as safe as the credentials themselves.
                # To change it, move it to 'previous' and write another one, with another id, to 'current': docs/operations.md.
                current:
                  id: k%s
                  key: %s
                """.formatted(HexFormat.of().formatHex(id), Base64.getEncoder().encodeToString(key));
    }
}
