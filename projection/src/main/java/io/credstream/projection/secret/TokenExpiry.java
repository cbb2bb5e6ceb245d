package io.credstream.projection.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a secret expires by its own word: a JSON Web Token (RFC 7519, {@code exp}), whose signature is not checked, or a password
 * of Amazon ECR, which is JSON in base64 ({@code expiration}).
 */
final class TokenExpiry {
    private static final Pattern JWT = Pattern.compile("[\\w-]{1,4096}\\.([\\w-]{1,32768})\\.[\\w-]{0,8192}");

    /** JSON that begins with a field, in base64. */
    private static final Pattern ECR = Pattern.compile("e[wy][A-Za-z0-9+/]{1,32768}={0,2}");

    private static final double LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private TokenExpiry() {}

    /** At most one; none for a secret of another kind, or one that states none that makes sense. Line breaks at its end do not count. */
    static Stream<Instant> of(String secret) {
        String token = secret.stripTrailing();
        var jwt = JWT.matcher(token);
        if (jwt.matches()) {
            return stated(Base64.getUrlDecoder(), jwt.group(1), "exp");
        }
        return ECR.matcher(token).matches() ? stated(Base64.getDecoder(), token, "expiration") : Stream.empty();
    }

    private static Stream<Instant> stated(Base64.Decoder decoder, String encoded, String field) {
        byte[] claims;
        try {
            claims = decoder.decode(encoded);
        } catch (IllegalArgumentException noToken) {
            return Stream.empty();
        }
        try (JsonParser parser = JSON.createParser(claims)) {
            return expiry(parser, field);
        } catch (IOException noToken) {
            return Stream.empty();
        } finally {
            Arrays.fill(claims, (byte) 0);
        }
    }

    private static Stream<Instant> expiry(JsonParser parser, String field) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Stream.empty();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean exp = parser.currentName().equals(field);
            if (exp && parser.nextToken().isNumeric()) {
                double seconds = parser.getDoubleValue();
                return seconds >= 0 && seconds <= LATEST
                        ? Stream.of(Instant.ofEpochSecond((long) seconds))
                        : Stream.empty();
            }
            if (!exp) {
                parser.nextToken();
            }
            parser.skipChildren();
        }
        return Stream.empty();
    }
}
