package io.credstream.ingest.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.Manifest.Verdict.Code;
import org.jspecify.annotations.Nullable;

/**
 * What lifecycle-manager says of a Manifest, as a code (R18).
 *
 * <p>Its words are those of Go errors, wrapped one in the other and ending in what a registry answered, so they can differ with
 * every reconcile; the innermost words that its source declares as constants are what can be told apart.
 */
final class VerdictCodes {
    private static final String ERROR_STATE = "Error";

    private VerdictCodes() {}

    static Verdict read(JsonNode status) {
        String state = Json.text(status.path("state"));
        return new Verdict(
                state,
                code(state, status.path("lastOperation").path("operation").asText("")));
    }

    private static Code code(@Nullable String state, String operation) {
        if (operation.contains("no auth secret found")) {
            return Code.NO_AUTH_SECRET;
        }
        if (operation.contains("failed to create auth keychain") || operation.contains("failed to fetch keyChain")) {
            return Code.KEYCHAIN_FAILED;
        }
        if (operation.contains("failed to pull layer")) {
            return Code.PULL_FAILED;
        }
        return ERROR_STATE.equals(state) ? Code.OTHER_ERROR : Code.NONE;
    }
}
