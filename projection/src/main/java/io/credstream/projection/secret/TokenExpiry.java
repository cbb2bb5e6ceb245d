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

/** When a secret that is a JSON Web Token expires, by its own word (RFC 7519, {@code exp}); its signature is not checked. */
final class TokenExpiry {
    private static final Pattern JWT = Pattern.compile("[\\w-]{1,4096}\\.([\\w-]{1,32768})\\.[\\w-]{0,8192}");
    private static final double LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private TokenExpiry() {}

    /** At most one; none for what is no such token, or states none that makes sense. */
    static Stream<Instant> of(String secret) {
        var jwt = JWT.matcher(secret);
        if (!jwt.matches()) {
            return Stream.empty();
        }
        byte[] claims;
        try {
            claims = Base64.getUrlDecoder().decode(jwt.group(1));
        } catch (IllegalArgumentException noToken) {
            return Stream.empty();
        }
        try (JsonParser parser = JSON.createParser(claims)) {
            return expiry(parser);
        } catch (IOException noToken) {
            return Stream.empty();
        } finally {
            Arrays.fill(claims, (byte) 0);
        }
    }

    private static Stream<Instant> expiry(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Stream.empty();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean exp = parser.currentName().equals("exp");
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
