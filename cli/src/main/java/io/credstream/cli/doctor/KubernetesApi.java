package io.credstream.cli.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A cluster, by its client. */
final class KubernetesApi implements ClusterApi {

    private static final long SECONDS = 4;

    private final KubernetesClient client;

    KubernetesApi(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public boolean allows(Right right) {
        ResourceAttributes attributes = new ResourceAttributes();
        attributes.setVerb(right.verb());
        attributes.setGroup(right.group());
        attributes.setResource(right.resource());
        attributes.setNamespace(right.namespace());
        attributes.setName(right.name());
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withResourceAttributes(attributes)
                .endSpec()
                .build();
        SelfSubjectAccessReview answer = ask(question);
        return answer != null
                && answer.getStatus() != null
                && answer.getStatus().getAllowed();
    }

    private @Nullable SelfSubjectAccessReview ask(SelfSubjectAccessReview question) {
        try {
            return client.authorization().v1().selfSubjectAccessReview().create(question);
        } catch (KubernetesClientException e) {
            throw new Unanswered(e.getCode(), e);
        }
    }

    @Override
    public Optional<Instant> time() {
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "version")
                .build();
        try {
            String date = http.sendAsync(request, String.class)
                    .get(SECONDS, TimeUnit.SECONDS)
                    .header("Date");
            return date == null
                    ? Optional.empty()
                    : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (ExecutionException | TimeoutException | DateTimeParseException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
