package io.credstream.ingest.watch;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an answer that is no success means. */
final class HttpStatus {

    private HttpStatus() {}

    /** Of any but 404 of a custom resource. */
    static Failure failure(int status, @Nullable String retryAfter) {
        if (status == 410) {
            return new Failure.Expired();
        }
        Trouble trouble = Trouble.of(status)
                .orElseGet(() -> new Trouble(
                        Condition.UNREACHABLE,
                        Integer.toString(status),
                        "check that the address in the kubeconfig is that of an API server"));
        Duration pause = seconds(retryAfter);
        return status == 429 ? new Failure.Throttled(trouble, pause) : new Failure.Refused(trouble, pause);
    }

    /**
     * @param others the versions in which the kind is served instead, if any
     */
    static Failure notServed(Feed feed, String others) {
        String name = feed.kind().plural() + ".operator.kyma-project.io";
        String fix = others.isEmpty()
                ? "install the CRD " + name + " in version " + feed.servedVersion()
                : "update the CRD " + name + ": " + feed.servedVersion() + " is needed, served is " + others;
        return new Failure.NotServed(new Trouble(Condition.NOT_SERVED, "404", fix));
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        return retryAfter != null && retryAfter.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : null;
    }
}
