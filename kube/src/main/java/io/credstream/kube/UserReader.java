package io.credstream.kube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a context's user: how we prove who we are, and for whom we act. */
final class UserReader {

    private static final String BY_TOKEN = "use a token or a client certificate";
    private static final String NO_CONTROL = "holds a line break, a control character or one that is not ASCII";

    /**
     * Who we are.
     *
     * @param certificate absent if there is none
     */
    record User(
            List<Header> identity,
            List<Header> impersonation,
            @Nullable ClientCertificate certificate) {}

    private final Fields user;
    private final Problems problems;
    private final References references;
    private final PemFields pem;

    UserReader(Fields user, References references, PemFields pem) {
        this.user = user;
        this.problems = user.problems();
        this.references = references;
        this.pem = pem;
    }

    /** Of no use if there are problems. */
    User read() {
        refuseUnsafe();
        ClientCertificate certificate = certificate().orElse(null);
        List<Header> identity = new ArrayList<>();
        boolean byToken = user.has("token") || user.has("tokenFile");
        boolean byPassword = user.has("username") || user.has("password");
        if (byToken && byPassword) {
            problems.add(
                    user.path() + "username",
                    "is set together with a token",
                    "remove one of the two: kubectl refuses both");
        }
        if (byToken) {
            token().ifPresent(token -> identity.add(new Header("Authorization", "Bearer " + token)));
        } else if (byPassword) {
            password().ifPresent(identity::add);
        }
        return new User(identity, impersonation(), certificate);
    }

    private void refuseUnsafe() {
        if (user.has("exec")) {
            problems.refuse(user.path() + "exec", "would run a program", BY_TOKEN);
        }
        if (user.has("auth-provider")) {
            problems.refuse(user.path() + "auth-provider", "would run a plugin of the client", BY_TOKEN);
        }
    }

    private Optional<ClientCertificate> certificate() {
        int before = problems.count();
        Optional<PemField> certificate = pem.read(user, "client-certificate");
        Optional<PemField> key = pem.read(user, "client-key");
        if (certificate.isPresent() && key.isPresent()) {
            return ClientCertificate.read(certificate.get(), key.get(), problems);
        }
        if (certificate.isPresent() && problems.count() == before) {
            problems.add(user.path() + "client-key-data", "is missing", "give the key of the client certificate");
        }
        return Optional.empty();
    }

    /** As in client-go: a token's file is fresher than the token. One that cannot be read is said and not passed over. */
    private Optional<String> token() {
        if (user.has("tokenFile")) {
            int before = problems.count();
            Optional<String> token = references.read(user, "tokenFile").map(String::strip);
            if (token.isPresent() || problems.count() > before) {
                return token.flatMap(value -> token("tokenFile", value));
            }
        }
        return user.text("token").flatMap(value -> token("token", value.replaceAll("[\\r\\n]+$", "")));
    }

    private Optional<String> token(String field, String value) {
        if (value.isBlank()) {
            problems.add(user.path() + field, "is empty", "put a token there");
            return Optional.empty();
        }
        return safe(user.path() + field, value, "put the token there in one line");
    }

    /** Base64 would carry anything, but RFC 7617 knows no control characters, and a colon ends the name. */
    private Optional<Header> password() {
        String name = user.text("username").orElse("");
        String password = user.text("password").orElse("");
        if (name.isEmpty()) {
            problems.add(user.path() + "username", "is missing", "give the user of the password");
        } else if (name.contains(":") || hasControl(name)) {
            problems.add(user.path() + "username", "holds a colon, a line break or a control character", BY_TOKEN);
        } else if (hasControl(password)) {
            problems.add(user.path() + "password", "holds a line break or a control character", BY_TOKEN);
        } else {
            byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of(
                    new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both)));
        }
        return Optional.empty();
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private List<Header> impersonation() {
        List<Header> headers = new ArrayList<>();
        Optional<String> as = user.text("as");
        boolean any = impersonate(headers, "as", "User", as.stream().toList());
        boolean more = impersonate(
                headers, "as-uid", "Uid", user.text("as-uid").stream().toList());
        more |= impersonate(headers, "as-groups", "Group", user.texts("as-groups"));
        for (Map.Entry<String, List<String>> extra :
                user.textsByKey("as-user-extra").entrySet()) {
            if (extra.getKey().isEmpty()) {
                problems.add(user.path() + "as-user-extra", "has an empty key", "name what it is");
            }
            more |= impersonate(
                    headers,
                    "as-user-extra." + Names.shown(extra.getKey()),
                    "Extra-" + Header.escapedName(extra.getKey()),
                    extra.getValue());
        }
        if (more && !any && !user.has("as")) {
            problems.refuse(
                    user.path() + "as",
                    "is missing beside as-groups, as-uid or as-user-extra, so requests would have all rights of the user",
                    "say in as for whom they are, or remove the others");
        }
        return headers;
    }

    /** Whether there is anything to say. */
    private boolean impersonate(List<Header> headers, String field, String what, List<String> values) {
        for (String value : values) {
            safe(user.path() + field, value, "write a name in ASCII, in one line")
                    .ifPresent(safe -> headers.add(Connection.impersonate(what, safe)));
        }
        return !values.isEmpty();
    }

    private Optional<String> safe(String field, String value, String fix) {
        if (Header.isSafe(value)) {
            return Optional.of(value);
        }
        problems.add(field, NO_CONTROL, fix);
        return Optional.empty();
    }
}
