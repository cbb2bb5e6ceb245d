package io.credstream.cli.topics;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream topics …}. */
@Command(
        name = "topics",
        header = "Shows which topics there have to be, checks those that exist, and makes those that are missing.",
        description = {
            "Whoever starts first makes the topics, if it may. This is for those who do not let it: the right to create can",
            "stay with them. The processor's changelogs are its own and not among these: see docs/kafka.md."
        },
        subcommands = {PrintCommand.class, CheckCommand.class, ApplyCommand.class, CopyCommand.class},
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream topics print -o commands               for kafka-topics.sh",
            "  credstream topics check --bootstrap-servers kafka:9092",
            "  credstream topics apply --bootstrap-servers kafka:9092 --kafka-config admin.properties",
            "  credstream topics copy --to-prefix credstream.b. --partitions 48       for another number of partitions"
        })
public final class TopicsCommand extends CommandGroup {

    public TopicsCommand() {
        super("What to do with the topics is missing.");
    }
}
