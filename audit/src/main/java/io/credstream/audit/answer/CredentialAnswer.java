package io.credstream.audit.answer;

import io.credstream.model.Credential;
import io.credstream.read.TopicRecord;

/**
 * A docker-registry Secret, without its data.
 *
 * @param usedBy how many Manifests have a layer that selects it
 */
public record CredentialAnswer(TopicRecord.Value<Credential> observed, int usedBy) {

    public Credential credential() {
        return observed.value();
    }
}
