package io.credstream.kube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfigs that are nearly right: a good one, of which a few values are other than they should be. Every credential in it
 * has the canary in it.
 */
final class Mutations {

    static final String CANARY = "canary";

    private static final int KINDS = 14;

    private final SplittableRandom random;
    private final TlsFixture server;
    private final TlsFixture client;
    private final int tls;
    private final int plain;

    Mutations(long seed, TlsFixture server, TlsFixture client, int tls, int plain) {
        this.random = new SplittableRandom(seed);
        this.server = server;
        this.client = client;
        this.tls = tls;
        this.plain = plain;
    }

    byte[] next() {
        Map<String, Object> root = good();
        for (int i = random.nextInt(4); i > 0; i--) {
            mutate(root, 0);
        }
        StringBuilder text = new StringBuilder();
        write(text, root);
        if (random.nextInt(8) == 0) {
            anchors(text);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(16) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private Map<String, Object> good() {
        Map<String, Object> cluster = new LinkedHashMap<>();
        boolean secure = random.nextBoolean();
        cluster.put("server", secure ? "https://localhost:" + tls : "http://127.0.0.1:" + plain);
        if (secure) {
            cluster.put("certificate-authority-data", TlsFixture.base64(server.certificate()));
        }
        Map<String, Object> user = new LinkedHashMap<>();
        switch (random.nextInt(3)) {
            case 0 -> user.put("token", CANARY);
            case 1 -> {
                user.put("username", CANARY);
                user.put("password", CANARY);
            }
            default -> {
                user.put("client-certificate-data", TlsFixture.base64(client.certificate()));
                user.put("client-key-data", TlsFixture.base64(client.pkcs8Key()));
            }
        }
        if (random.nextBoolean()) {
            user.put("as", "someone");
            user.put("as-groups", new ArrayList<Object>(List.of("a", "b")));
            user.put(
                    "as-user-extra",
                    new LinkedHashMap<String, Object>(Map.of("k", new ArrayList<Object>(List.of("v")))));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("current-context", "x");
        root.put("contexts", entries("x", "context", new LinkedHashMap<>(Map.of("cluster", "c", "user", "u"))));
        root.put("clusters", entries("c", "cluster", cluster));
        root.put("users", entries("u", "user", user));
        return root;
    }

    private static List<Object> entries(String name, String field, Map<String, Object> value) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put(field, value);
        return new ArrayList<>(List.of(entry));
    }

    /** Goes down at random, more often than not to a value of the innermost mappings. */
    @SuppressWarnings("unchecked")
    private void mutate(Object in, int depth) {
        if (in instanceof Map<?, ?> map && !map.isEmpty()) {
            Map<String, Object> fields = (Map<String, Object>) map;
            String key = new ArrayList<>(fields.keySet()).get(random.nextInt(fields.size()));
            change(fields, key, depth);
        } else if (in instanceof List<?> list && !list.isEmpty()) {
            List<Object> items = (List<Object>) list;
            int i = random.nextInt(items.size());
            if (random.nextInt(10) == 0) {
                items.add(items.get(i)); // the same name twice
            } else {
                Object item = items.get(i);
                if (item instanceof String string) {
                    items.set(i, value(string));
                } else {
                    mutate(item, depth + 1);
                }
            }
        }
    }

    private void change(Map<String, Object> fields, String key, int depth) {
        Object value = fields.get(key);
        boolean leaf = !(value instanceof Map || value instanceof List);
        if ((leaf && depth > 0) || random.nextInt(12) == 0) {
            if (random.nextInt(6) == 0) {
                fields.put(field(), value(CANARY));
            } else {
                fields.put(key, value(leaf && value != null ? value.toString() : "other"));
            }
        } else {
            mutate(Objects.requireNonNullElse(value, ""), depth + 1);
        }
    }

    private String field() {
        List<String> names = List.of(
                "tls-server-name",
                "token",
                "tokenFile",
                "username",
                "as-uid",
                "as-groups",
                "insecure-skip-tls-verify",
                "client-certificate",
                "certificate-authority",
                "exec",
                "<<",
                "unknown",
                "disable-compression");
        return names.get(random.nextInt(names.size()));
    }

    private @Nullable Object value(String before) {
        return switch (random.nextInt(KINDS)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> random.nextLong();
            case 3 -> random.nextBoolean();
            case 4 -> new ArrayList<Object>(List.of(before, before));
            case 5 -> new LinkedHashMap<String, Object>(Map.of(before, before));
            case 6 -> before.repeat(1 + random.nextInt(500));
            case 7 -> before + "\n";
            case 8 -> before + "\r\nX-Injected: 1";
            case 9 -> before + Character.toString(random.nextInt(0xd800));
            case 10 -> Character.toString(random.nextInt(0x20)) + before;
            case 11 -> random.nextBoolean() ? before + "/p" : before + "?q";
            case 12 -> before.isEmpty() ? before : before.substring(0, random.nextInt(before.length()));
            default -> {
                StringBuilder text = new StringBuilder(before);
                text.setCharAt(random.nextInt(Math.max(1, text.length())), (char) (0x20 + random.nextInt(0x60)));
                yield text.toString();
            }
        };
    }

    /** JSON is YAML, so an anchor and aliases may stand where values did. */
    private void anchors(StringBuilder text) {
        int at = text.indexOf("\"name\":");
        if (at >= 0) {
            text.insert(at + 7, " &a ");
            int other = text.indexOf("\"user\":", at);
            if (other >= 0 && random.nextBoolean()) {
                text.insert(other + 7, random.nextBoolean() ? " *a, \"other\": " : " *b, \"other\": ");
            }
        }
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case String string -> quote(text, string);
            case Map<?, ?> map -> {
                text.append("{");
                map.forEach((key, field) -> {
                    quote(text, key.toString());
                    text.append(": ");
                    write(text, field);
                    text.append(", ");
                });
                text.append("}");
            }
            case List<?> list -> {
                text.append("[");
                list.forEach(item -> {
                    write(text, item);
                    text.append(", ");
                });
                text.append("]");
            }
            default -> text.append(value);
        }
    }

    private static void quote(StringBuilder text, String string) {
        text.append('"');
        string.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < 0x20 || c > 0x7e) {
                text.append("\\u%04x".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        text.append('"');
    }
}
