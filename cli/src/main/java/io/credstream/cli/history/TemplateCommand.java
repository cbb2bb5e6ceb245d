package io.credstream.cli.history;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "template",
        header = "What changed of a template, and how many Manifests each change reached in what time.",
        description = {
            "REACHED is the number of Manifests on which the change was seen, of those of which something was decided because of it."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream history template template-operator-1.0.0",
            "  credstream history template template-operator-1.0.0 --since 24h -o wide"
        })
final class TemplateCommand extends ObjectInquiry {

    TemplateCommand() {
        super("template");
    }

    @Override
    List<Topic<?>> recordedIn(Topics topics) {
        return List.of(topics.templates());
    }
}
