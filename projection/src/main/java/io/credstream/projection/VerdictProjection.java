package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.Manifest.Verdict.Code;
import io.credstream.model.ManifestAnnotations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What lifecycle-manager says of a Manifest, as a code (R18), and whether it has since we wrote last.
 *
 * <p>Its words are those of Go errors, wrapped one in the other and ending in what a registry answered, so they can differ with
 * every reconcile; the innermost words that its source declares as constants are what can be told apart.
 */
final class VerdictProjection {
    private static final String ERROR_STATE = "Error";

    private VerdictProjection() {}

    static Verdict of(Observed manifest) {
        JsonNode status = manifest.object().path("status");
        String state = Json.text(status.path("state"));
        return new Verdict(
                state,
                code(state, status.path("lastOperation").path("operation").asText("")),
                reconciled(manifest.metadata().path("managedFields")));
    }

    /** By the times that the API server keeps for each field manager, in seconds: a status of the same second counts. */
    private static boolean reconciled(JsonNode managers) {
        Optional<Instant> written =
                latest(managers, entry -> entry.path("manager").asText().equals(ManifestAnnotations.FIELD_MANAGER));
        Optional<Instant> status =
                latest(managers, entry -> entry.path("subresource").asText().equals("status"));
        return written.isPresent()
                && status.filter(moved -> !moved.isBefore(written.get())).isPresent();
    }

    private static Optional<Instant> latest(JsonNode managers, Predicate<JsonNode> which) {
        return StreamSupport.stream(managers.spliterator(), false)
                .filter(which)
                .flatMap(entry -> instant(entry.path("time").asText()).stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Instant> instant(String time) {
        try {
            return Optional.of(Instant.parse(time).truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
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
