package io.credstream.audit.answer;

import io.credstream.model.ObjectRef;
import java.util.List;

/** What happened to a Manifest, oldest first. */
public record ManifestHistoryAnswer(ObjectRef manifest, List<ChainAnswer> changes) {

    public ManifestHistoryAnswer {
        changes = List.copyOf(changes);
    }
}
