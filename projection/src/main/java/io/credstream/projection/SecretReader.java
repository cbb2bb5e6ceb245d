package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.RegistryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a Secret's data what may be said about them. Never throws for what a Secret contains. Implemented only where secret bytes
 * are read, so that projections know the shape of a fingerprint and not how one is made.
 */
public interface SecretReader {

    /**
     * What may be said.
     *
     * @param type of the Secret
     * @param data of the Secret: an object of base64 strings
     * @param statedExpiry the annotation {@code credstream.io/expires-at}, a time in RFC 3339 with an offset. Anything else
     *     is ignored and remarked on: an expiry is a hint, and whoever mistypes one still has a credential that works
     * @param previous the Secret's entries as last reported, of which unchanged ones keep their revision
     */
    SecretFacts read(@Nullable String type, JsonNode data, @Nullable String statedExpiry, List<RegistryEntry> previous);

    /**
     * Revisions of the kubeconfig in a Secret's data, one for each fingerprint key, the current one first. Whether it is a
     * kubeconfig does not matter, nor whether it is there: each content has its own.
     */
    List<String> kubeconfigRevisions(JsonNode data);
}
