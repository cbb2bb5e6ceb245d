package io.credstream.projection;

import java.util.HashMap;
import java.util.Map;

/**
 * What fits into one of OCM's Go types. Absent and {@code null} fit everywhere, and so does whatever stands in fields that the type does not
 * have.
 */
sealed interface Shape {
    /** A string. */
    record Text() implements Shape {}

    /**
     * A string, or a number or a boolean, of which the decoder makes one: it does so for the fields that a type declares itself, and not
     * for those that it has from a type embedded in it.
     */
    record Word() implements Shape {}

    record Truth() implements Shape {}

    /** A time as RFC 3339 has it. */
    record Time() implements Shape {}

    /** Whatever keys there are, each with such a value. */
    record Entries(Shape of) implements Shape {}

    record Items(Shape of) implements Shape {}

    record Fields(Map<String, Shape> of) implements Shape {
        public Fields {
            of = Map.copyOf(of);
        }

        Fields and(Map<String, Shape> more) {
            Map<String, Shape> both = new HashMap<>(of);
            both.putAll(more);
            return new Fields(both);
        }
    }

    Shape TEXT = new Text();
    Shape WORD = new Word();

    /** Decoded as a whole only where it is used; before, it has to say its type. */
    Fields TYPED = new Fields(Map.of("type", TEXT));

    Fields DIGEST = new Fields(Map.of("hashAlgorithm", WORD, "normalisationAlgorithm", WORD, "value", WORD));
    Fields ELEMENT = new Fields(
            Map.of("name", TEXT, "version", TEXT, "extraIdentity", new Entries(TEXT), "labels", labels(TEXT)));
    Shape SOURCES = new Items(ELEMENT.and(Map.of("type", TEXT, "access", TYPED)));
    Shape SOURCE_REFS = new Items(new Fields(Map.of("identitySelector", new Entries(WORD), "labels", labels(WORD))));
    Shape RESOURCES = new Items(ELEMENT.and(Map.of(
            "type", WORD,
            "relation", WORD,
            "srcRefs", SOURCE_REFS,
            "srcRef", SOURCE_REFS,
            "access", TYPED,
            "digest", DIGEST)));
    Shape REFERENCES = new Items(ELEMENT.and(Map.of("componentName", WORD, "digest", DIGEST)));
    Shape SIGNATURES = new Items(new Fields(Map.of(
            "name",
            WORD,
            "digest",
            DIGEST,
            "signature",
            new Fields(Map.of("algorithm", WORD, "value", WORD, "mediaType", WORD, "issuer", WORD)),
            "timestamp",
            new Fields(Map.of("value", WORD, "time", new Time())))));
    Shape RESOURCE_DIGESTS = new Items(
            new Fields(Map.of("name", WORD, "version", WORD, "extraIdentity", new Entries(WORD), "digest", DIGEST)));
    Shape NESTED_DIGESTS = new Items(
            new Fields(Map.of("name", WORD, "version", WORD, "digest", DIGEST, "resourceDigests", RESOURCE_DIGESTS)));
    Fields SIGNED = new Fields(Map.of("signatures", SIGNATURES, "nestedDigests", NESTED_DIGESTS));

    Fields V2 = SIGNED.and(Map.of(
            "component",
            object(TEXT)
                    .and(Map.of(
                            "provider", WORD,
                            "repositoryContexts", new Items(TYPED),
                            "sources", SOURCES,
                            "componentReferences", REFERENCES,
                            "resources", RESOURCES))));

    Fields V3ALPHA1 = SIGNED.and(Map.of(
            "kind",
            TEXT,
            "metadata",
            object(WORD).and(Map.of("provider", new Fields(Map.of("name", WORD, "labels", labels(WORD))))),
            "repositoryContexts",
            new Items(TYPED),
            "spec",
            new Fields(Map.of("sources", SOURCES, "references", REFERENCES, "resources", RESOURCES))));

    /** A repository context of OCM's registry type, once it is used. */
    Fields REGISTRY = TYPED.and(
            Map.of("baseUrl", TEXT, "subPath", TEXT, "componentNameMapping", TEXT, "legacyTypes", new Truth()));

    Fields LOCAL_BLOB =
            TYPED.and(Map.of("localReference", TEXT, "mediaType", TEXT, "referenceName", TEXT, "globalAccess", TYPED));
    Fields LOCAL_OCI_BLOB = TYPED.and(Map.of("digest", TEXT));
    Fields OCI_ARTIFACT = TYPED.and(Map.of("imageReference", TEXT));

    /** @param text of those of its fields that are text */
    private static Fields object(Shape text) {
        return new Fields(Map.of("name", text, "version", text, "labels", labels(text), "creationTime", new Time()));
    }

    private static Shape labels(Shape text) {
        return new Items(new Fields(Map.of(
                "name",
                text,
                "version",
                text,
                "signing",
                new Truth(),
                "merge",
                new Fields(Map.of("algorithm", text)))));
    }
}
