package io.credstream.projection.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Thousands of keychains of made-up Secrets, against {@link GoKeychain}, which shares no code with the product. */
class KeychainOracleTest {

    private static final int KEYCHAINS = 4_500;

    private static final List<String> SCHEMES =
            List.of("", "", "https://", "http://", "https://https://", "oci://", "HTTPS://", "//", "u:fake@", "us er@");
    private static final List<String> HOSTS = List.of(
            "reg.io",
            "*.io",
            "reg.io:5000",
            "index.docker.io",
            "r*.io",
            "*.*",
            "eu.reg.io",
            "*.reg.io",
            "reg.io:5000",
            "*.io:5000",
            "reg.io:",
            "reg.io:port",
            "localhost",
            "localhost:5000",
            "index.docker.io",
            "docker.io",
            "REG.io",
            "<your-registry-server>",
            "<your registry>",
            "${REGISTRY}",
            "registry",
            "");
    private static final List<String> PATHS = List.of(
            "",
            "/team",
            "/team/mod",
            "/v1/",
            "/",
            "/tea",
            "/v2/",
            "/v1",
            "/v1/team",
            "/v2/v1/team",
            "/Team",
            "/a b",
            "/te%61m",
            "/%zz",
            "/team?x=y",
            "#x",
            "#%zz",
            "//team");
    private static final List<String> IMAGES = List.of(
            "reg.io/team/mod",
            "reg.io/other",
            "reg.io/v1/team",
            "reg.io:5000/team/mod",
            "eu.reg.io/team",
            "localhost/team",
            "localhost:5000/team",
            "team/mod",
            "docker.io/team/mod",
            "index.docker.io/mod");

    @Test
    void saysWhatLifecycleManagerUses() {
        Map<String, Integer> answers = new TreeMap<>();
        for (int seed = 0; seed < KEYCHAINS; seed++) {
            Random random = new Random(seed);
            List<String> configs = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                configs.add(config(random));
            }
            String image = one(random, IMAGES);
            Map<String, String> users = new HashMap<>();
            List<Credential> credentials = new ArrayList<>();
            for (String config : configs) {
                Credential credential = Keys.credential("s" + credentials.size(), config);
                credentials.add(credential);
                credential.registries().forEach(entry -> users.put(entry.revision(), userOf(entry, config)));
            }

            String used = Keys.used(image, credentials, users);

            assertThat(used).as("seed %s: %s of %s", seed, image, configs).isEqualTo(GoKeychain.used(image, configs));
            answers.merge(
                    used.startsWith("u") || used.startsWith("t") ? "login" : used.replaceAll("u[0-9]+", "u"),
                    1,
                    Integer::sum);
        }
        assertThat(answers.get("login")).isGreaterThan(KEYCHAINS / 10);
        assertThat(answers.get("error")).isGreaterThan(KEYCHAINS / 20);
        assertThat(answers.get("anonymous")).isGreaterThan(KEYCHAINS / 10);
    }

    /** Users differ from login to login, so a revision names one; which it is, its own config says when nothing else is left in it. */
    private static String userOf(RegistryEntry entry, String config) {
        String key = entry.registry().replaceFirst("/", "/v1/"); // which is taken away again
        for (String user : config.split("[^a-z0-9-]+", -1)) {
            if (user.startsWith("u") && user.matches("u[0-9]+")) {
                for (String login : logins(user)) {
                    boolean same =
                            Keys.credential("x", "{\"auths\":{\"" + key + "\":" + login + "}}").registries().stream()
                                    .anyMatch(other -> other.revision().equals(entry.revision()));
                    if (same) {
                        return login.contains("token") ? "token-of-" + user : user;
                    }
                }
            }
        }
        return "?";
    }

    private static List<String> logins(String user) {
        return List.of(
                "{\"username\":\"" + user + "\",\"password\":\"p\"}",
                "{\"username\":\"" + user + "\",\"identitytoken\":\"t\"}");
    }

    private static String config(Random random) {
        Map<String, String> entries = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            entries.put(part(random, SCHEMES) + part(random, HOSTS) + part(random, PATHS), login(random));
        }
        List<String> fields = new ArrayList<>();
        entries.forEach((key, login) -> fields.add("\"" + key + "\":" + login));
        return "{\"auths\":{" + String.join(",", fields) + "}}";
    }

    private static String login(Random random) {
        String user = "u" + random.nextInt(1_000);
        return switch (random.nextInt(12)) {
            case 0 -> "{}";
            case 1 -> "{\"username\":\"" + user + "\"}";
            case 2 -> "{\"password\":\"p\"}";
            case 3 -> "{\"auth\":\"Og==\"}";
            case 4 ->
                random.nextInt(4) > 0
                        ? "{\"auth\":\"" + Given.base64(user + ":p") + "\",\"email\":\"" + user + "\"}"
                        : "{\"auth\":\"bm9wZQ==\"}";
            case 5 -> "{\"auth\":\"" + Given.base64(user + ":p").replace("=", "") + "\",\"email\":\"" + user + "\"}";
            case 6 -> logins(user).getLast();
            default -> logins(user).getFirst();
        };
    }

    /** Mostly one of the first four, which are ordinary. */
    private static String part(Random random, List<String> of) {
        return random.nextInt(10) > 0 ? of.get(random.nextInt(4)) : one(random, of);
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
