package io.credstream.projection.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.credstream.model.Credential.Flaw;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two forms in which a Secret holds logins.
 *
 * <p>Read as Go's encoding/json reads them for lifecycle-manager, or else we would fingerprint what nobody uses: names in any
 * case, of a field that is there twice the last, {@code null} for absent, nothing after the document.
 */
enum DockerConfigFormat {
    /** {@code {"auths": {registry: login}}}. Other fields of a docker client's configuration are ignored. */
    CONFIG_JSON("kubernetes.io/dockerconfigjson", ".dockerconfigjson") {
        @Override
        void parse(JsonParser parser, Logins.Builder logins) throws IOException, MalformedSecret {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean auths = GoJson.folded(parser.currentName()).equals("auths");
                JsonToken value = parser.nextToken();
                if (!auths) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_OBJECT) {
                    parseLogins(parser, logins);
                } else if (value == JsonToken.VALUE_NULL) {
                    logins.clear();
                } else {
                    throw new MalformedSecret(Flaw.AUTHS_NOT_AN_OBJECT);
                }
            }
        }
    },

    /** {@code {registry: login}}, from before Docker 1.7. */
    LEGACY("kubernetes.io/dockercfg", ".dockercfg") {
        @Override
        void parse(JsonParser parser, Logins.Builder logins) throws IOException, MalformedSecret {
            parseLogins(parser, logins);
        }
    };

    /** Levels of nesting that Go reads. */
    private static final int MAX_DEPTH = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(FingerprintingReader.MAX_ENCODED)
                    .maxNumberLength(FingerprintingReader.MAX_ENCODED)
                    .maxStringLength(FingerprintingReader.MAX_ENCODED)
                    .build())
            .build();

    private final String type;
    private final String dataKey;

    DockerConfigFormat(String type, String dataKey) {
        this.type = type;
        this.dataKey = dataKey;
    }

    static Optional<DockerConfigFormat> ofType(@Nullable String type) {
        for (DockerConfigFormat format : values()) {
            if (format.type.equals(type)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    String dataKey() {
        return dataKey;
    }

    /** What a document holds; its bytes are not changed. */
    Logins parse(byte[] document) throws MalformedSecret {
        Logins.Builder logins = new Logins.Builder();
        CharBuffer text = ByteText.decodeJson(document);
        try (JsonParser parser = JSON.createParser(text.array(), 0, text.limit())) {
            JsonToken start = parser.nextToken();
            if (start == JsonToken.START_OBJECT) {
                parse(parser, logins);
            } else if (start != JsonToken.VALUE_NULL) {
                throw new MalformedSecret(start == null ? Flaw.NOT_JSON : Flaw.NOT_AN_OBJECT);
            }
            if (parser.nextToken() != null) {
                throw new MalformedSecret(Flaw.NOT_JSON);
            }
        } catch (IOException quotesContent) {
            throw new MalformedSecret(Flaw.NOT_JSON);
        } finally {
            Arrays.fill(text.array(), '\0');
        }
        return logins.build();
    }

    abstract void parse(JsonParser parser, Logins.Builder logins) throws IOException, MalformedSecret;

    private static void parseLogins(JsonParser parser, Logins.Builder logins) throws IOException, MalformedSecret {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            logins.put(parser.currentName(), LoginFields.parse(parser));
        }
    }
}
