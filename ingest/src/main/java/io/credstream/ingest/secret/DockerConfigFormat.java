package io.credstream.ingest.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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
        void parse(JsonParser parser, Map<String, LoginFields> logins) throws IOException, MalformedSecret {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean auths = parser.currentName().toLowerCase(Locale.ROOT).equals("auths");
                JsonToken value = parser.nextToken();
                if (!auths) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_OBJECT) {
                    parseLogins(parser, logins);
                } else if (value == JsonToken.VALUE_NULL) {
                    logins.clear();
                } else {
                    throw new MalformedSecret();
                }
            }
        }
    },

    /** {@code {registry: login}}, from before Docker 1.7. */
    LEGACY("kubernetes.io/dockercfg", ".dockercfg") {
        @Override
        void parse(JsonParser parser, Map<String, LoginFields> logins) throws IOException, MalformedSecret {
            parseLogins(parser, logins);
        }
    };

    /** More registries than this make a record that no topic takes. */
    static final int MAX_LOGINS = 500;

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(SecretReader.MAX_ENCODED)
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

    /** The logins in order, without those that name no registry. */
    List<Login> parse(byte[] document) throws MalformedSecret {
        Map<String, LoginFields> logins = new LinkedHashMap<>();
        try (JsonParser parser =
                JSON.createParser(new InputStreamReader(new ByteArrayInputStream(document), StandardCharsets.UTF_8))) {
            JsonToken start = parser.nextToken();
            if (start == JsonToken.START_OBJECT) {
                parse(parser, logins);
            } else if (start != JsonToken.VALUE_NULL) {
                throw new MalformedSecret();
            }
            if (parser.nextToken() != null) {
                throw new MalformedSecret();
            }
        } catch (IOException quotesContent) {
            throw new MalformedSecret();
        }
        return canonical(logins);
    }

    abstract void parse(JsonParser parser, Map<String, LoginFields> logins) throws IOException, MalformedSecret;

    private static void parseLogins(JsonParser parser, Map<String, LoginFields> logins)
            throws IOException, MalformedSecret {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String registry = parser.currentName();
            logins.put(registry, LoginFields.parse(parser));
            if (logins.size() > MAX_LOGINS) {
                throw new MalformedSecret();
            }
        }
    }

    private static List<Login> canonical(Map<String, LoginFields> logins) throws MalformedSecret {
        List<Login> all = new ArrayList<>();
        for (Map.Entry<String, LoginFields> login : logins.entrySet()) {
            String registry = RegistryName.canonical(login.getKey());
            Login read = login.getValue().login(registry, RegistryName.isPlainHttp(login.getKey()));
            if (!registry.isEmpty()) {
                all.add(read);
            }
        }
        // Of two that differ in their spelling only, the one to be warned of stays.
        all.sort(Comparator.comparing(login -> !login.plainHttp()));
        return List.copyOf(new TreeSet<>(all));
    }
}
