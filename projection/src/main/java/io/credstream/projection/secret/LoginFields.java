package io.credstream.projection.secret;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.credstream.model.Credential.Flaw;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/** The fields of one login as a docker config spells them: user and password each alone, or both in {@code auth}. */
final class LoginFields {
    private String username = "";
    private String password = "";
    private String auth = "";
    private String identityToken = "";
    private String registryToken = "";
    private final Set<String> secrets = new LinkedHashSet<>();

    private LoginFields() {}

    static LoginFields parse(JsonParser parser) throws IOException, MalformedSecret {
        LoginFields fields = new LoginFields();
        JsonToken start = parser.nextToken();
        if (start == JsonToken.VALUE_NULL) {
            return fields;
        }
        if (start != JsonToken.START_OBJECT) {
            throw new MalformedSecret(Flaw.LOGIN_NOT_AN_OBJECT);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            fields.set(GoJson.folded(parser.currentName()), parser);
        }
        fields.readAuth();
        return fields;
    }

    private void set(String field, JsonParser parser) throws IOException, MalformedSecret {
        parser.nextToken();
        switch (field) {
            case "username" -> username = text(parser, username);
            case "password" -> password = secret(text(parser, password));
            case "auth" -> auth = secretOf(text(parser, auth));
            case "identitytoken" -> identityToken = secret(text(parser, identityToken));
            case "registrytoken" -> registryToken = secret(text(parser, registryToken));
            default -> parser.skipChildren();
        }
    }

    /** All secrets that it was ever given, used or not. */
    Set<String> secrets() {
        return secrets;
    }

    private String secret(String value) {
        if (!value.isEmpty()) {
            secrets.add(value);
        }
        return value;
    }

    private String secretOf(String encoded) {
        try {
            String decoded = decode(encoded);
            secret(decoded.substring(decoded.indexOf(':') + 1));
        } catch (MalformedSecret saidIfItCounts) {
            secret(encoded);
        }
        return encoded;
    }

    private static String text(JsonParser parser, String before) throws IOException, MalformedSecret {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return before;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedSecret(Flaw.FIELD_NOT_TEXT);
        }
        return parser.getText();
    }

    /** Where both spellings are there, {@code auth} counts, as clients have it. Go does this to each entry, even to one that is overridden. */
    private void readAuth() throws MalformedSecret {
        if (auth.isEmpty()) {
            return;
        }
        String decoded = decode(auth);
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw new MalformedSecret(Flaw.AUTH_WITHOUT_COLON);
        }
        username = decoded.substring(0, colon);
        password = decoded.substring(colon + 1);
    }

    /** In canonical form. */
    Login login(String registry, boolean plainHttp) {
        return new Login(registry, plainHttp, username, password, identityToken, registryToken);
    }

    private static String decode(String auth) throws MalformedSecret {
        byte[] decoded;
        try {
            // Go's decoder passes over line breaks, and so do credentials that were made with `base64` and its
            // wrapping.
            decoded = Base64.getDecoder().decode(auth.replace("\n", "").replace("\r", ""));
        } catch (IllegalArgumentException quotesContent) {
            throw new MalformedSecret(Flaw.AUTH_NOT_BASE64);
        }
        try {
            return ByteText.decode(decoded);
        } finally {
            Arrays.fill(decoded, (byte) 0);
        }
    }
}
