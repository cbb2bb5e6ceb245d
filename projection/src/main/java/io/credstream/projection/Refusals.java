package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Refusal;
import io.credstream.model.Refusal.Reader;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where lifecycle-manager refuses a whole template because of its component descriptor: it decodes all of it into OCM's types, then makes
 * a layer of each resource. The versions up to 1.3.10, and those that still read the descriptor afterwards, agree in all that is said here.
 */
final class Refusals {
    static final String SCHEMA_V2 = "v2";
    static final String SCHEMA_V3ALPHA1 = "ocm.software/v3alpha1";
    static final String KIND = "ComponentVersion";

    /** Access types of OCM that keep a blob beside the descriptor (R4). */
    private static final Map<String, Shape.Fields> WITH_BLOB = Map.of(
            "localBlob", Shape.LOCAL_BLOB,
            "localBlob/v1", Shape.LOCAL_BLOB,
            "localOciBlob", Shape.LOCAL_OCI_BLOB,
            "localOciBlob/v1", Shape.LOCAL_OCI_BLOB);

    private static final Set<String> SKIPPED = Set.of("ociArtifact", "ociArtifact/v1", "ociRegistry", "ociRegistry/v1");
    private static final String DESCRIPTOR = "descriptor";

    private final JsonNode document;
    private final Decoding decoding = new Decoding();

    private Refusals(JsonNode document) {
        this.document = document;
    }

    /**
     * Of {@code spec.descriptor}; in the order of lifecycle-manager, which names the first one only.
     *
     * @return at most {@link io.credstream.model.Template#MAX_REFUSALS}
     */
    static List<Refusal> of(JsonNode descriptor) {
        Refusals refusals = new Refusals(descriptor);
        if (Json.isAbsent(descriptor) || (descriptor.isObject() && descriptor.isEmpty())) {
            refusals.refuse("", "is empty", "write a component descriptor; from 1.8.0 on the registry's is used");
        } else if (!descriptor.isObject()) {
            refusals.refuse("", "is " + Json.describe(descriptor), "write it as an object");
        } else {
            refusals.decode();
        }
        return refusals.decoding.refusals();
    }

    static boolean hasBlob(JsonNode resource) {
        String type = Json.text(resource.path("access").path("type"));
        return type != null && WITH_BLOB.containsKey(type);
    }

    private void decode() {
        JsonNode v2 = document.path("meta").path("schemaVersion");
        JsonNode v3 = document.path("apiVersion");
        decoding.decode(
                DESCRIPTOR + ".meta", document.path("meta"), new Shape.Fields(Map.of("schemaVersion", Shape.TEXT)));
        decoding.decode(DESCRIPTOR + ".apiVersion", v3, Shape.TEXT);
        boolean isV2 = isV2(v2, v3);
        decoding.decode(DESCRIPTOR, document, isV2 ? Shape.V2 : Shape.V3ALPHA1);
        if (isV2) {
            JsonNode component = document.path("component");
            layers(".component.", component, component.path("resources"), ".component.resources");
        } else {
            kind();
            layers(".", document, document.path("spec").path("resources"), ".spec.resources");
        }
    }

    /** The layout that is meant, whatever is missing. */
    private boolean isV2(JsonNode schemaVersion, JsonNode apiVersion) {
        String v2 = Json.text(schemaVersion);
        String v3 = Json.text(apiVersion);
        if (v2 != null && v3 != null) {
            refuse(".apiVersion", "stands beside meta.schemaVersion", "leave one of the two out");
        } else if (v2 == null && v3 == null) {
            refuseSchema();
        } else if (v2 != null && !v2.equals(SCHEMA_V2)) {
            refuse(".meta.schemaVersion", "is a schema that it does not know", "write " + SCHEMA_V2);
        } else if (v3 != null && !v3.equals(SCHEMA_V3ALPHA1)) {
            refuse(".apiVersion", "is a schema that it does not know", "write " + SCHEMA_V3ALPHA1);
        }
        boolean unsaid = v2 == null && v3 == null;
        return unsaid ? document.has("component") : v3 == null;
    }

    private void refuseSchema() {
        if (document.has("component")) {
            refuse(".meta.schemaVersion", "is missing", "write meta: {schemaVersion: " + SCHEMA_V2 + "}");
        } else {
            refuse(".apiVersion", "is missing", "write apiVersion: " + SCHEMA_V3ALPHA1 + " and kind: " + KIND);
        }
    }

    private void kind() {
        if (!KIND.equals(Json.text(document.path("kind")))) {
            refuse(".kind", "is not that of a descriptor", "write " + KIND);
        }
    }

    /** Without a repository context there are no layers, and nothing of the resources is looked at. */
    private void layers(String at, JsonNode parent, JsonNode resources, String place) {
        JsonNode contexts = parent.path("repositoryContexts");
        if (!contexts.isArray() || contexts.isEmpty()) {
            return;
        }
        int last = contexts.size() - 1;
        context(at + "repositoryContexts[" + last + "]", contexts.get(last), resources);
        for (int i = 0; i < resources.size(); i++) {
            resource(place + "[" + i + "]", resources.get(i));
        }
    }

    private void context(String place, JsonNode context, JsonNode resources) {
        String type = Json.text(context.path("type"));
        if (type == null || !Repository.TYPES.contains(type)) {
            refuse(place + ".type", "is not an OCI registry to it", "write OCIRegistry");
            return;
        }
        decoding.decode(DESCRIPTOR + place, context, Shape.REGISTRY);
        if (!Repository.isMapped(context) && resources.valueStream().anyMatch(Refusals::hasBlob)) {
            refuse(place + ".componentNameMapping", "is a mapping that it does not know", "write urlPath");
        }
    }

    private void resource(String place, JsonNode resource) {
        String type = Json.text(resource.path("access").path("type"));
        if (type == null) {
            refuse(place + ".access.type", "is missing", "write localBlob or ociArtifact");
        } else if (SKIPPED.contains(type)) {
            decoding.decode(DESCRIPTOR + place + ".access", resource.path("access"), Shape.OCI_ARTIFACT);
        } else if (WITH_BLOB.containsKey(type)) {
            decoding.decode(DESCRIPTOR + place + ".access", resource.path("access"), WITH_BLOB.get(type));
            label(place, resource.path("labels"));
        } else {
            refuse(
                    place + ".access.type",
                    "is an access that it does not know",
                    "write localBlob, localOciBlob, ociArtifact or ociRegistry, or leave the resource out");
        }
    }

    private void label(String place, JsonNode labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (Kyma.OCI_REGISTRY_CRED.equals(Json.text(labels.get(i).path("name")))) {
                value(place + ".labels[" + i + "].value", labels.get(i).path("value"));
                return;
            }
        }
    }

    /** A map of strings, or {@code null}, which selects everything, as does an empty map: that is no reason to refuse it. */
    private void value(String place, JsonNode value) {
        boolean fits = value.isNull()
                || (value.isObject() && value.valueStream().allMatch(label -> label.isTextual() || label.isNull()));
        if (fits) {
            return;
        }
        boolean selector = SelectorLabel.isSelector(value);
        decoding.refuse(
                Reader.LABEL,
                DESCRIPTOR + place,
                selector
                        ? "is a LabelSelector"
                        : value.isObject() ? "has a value that is not a string" : "is " + Json.describe(value),
                selector
                        ? "write what is under matchLabels as the value itself"
                        : "write a map of labels, its values in quotes");
    }

    private void refuse(String place, String message, String fix) {
        decoding.refuse(Reader.DESCRIPTOR, DESCRIPTOR + place, message, fix);
    }
}
