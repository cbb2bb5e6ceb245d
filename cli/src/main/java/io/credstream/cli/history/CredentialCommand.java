package io.credstream.cli.history;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "credential",
        header = "What changed of a credential, and how many Manifests each change reached in what time.",
        description = {
            "Contents are told apart by revisions and fingerprints; what a Secret holds is nowhere in the log."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream history credential kcp-eu/kcp-system/registry-cred",
            "  credstream history credential kcp-eu/kcp-system/registry-cred --since 24h -o wide"
        })
final class CredentialCommand extends ObjectInquiry {

    CredentialCommand() {
        super("credential");
    }

    @Override
    List<Topic<?>> recordedIn(Topics topics) {
        return List.of(topics.credentials());
    }
}
