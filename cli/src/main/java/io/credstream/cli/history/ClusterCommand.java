package io.credstream.cli.history;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "cluster",
        header = "Membership, conditions and gaps of a cluster.",
        description = {
            "A gap is a stretch of time in which a kind was not watched: what was deleted in it is known only by its absence afterwards."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream history cluster kcp-eu",
            "  credstream history cluster kcp-eu --since 24h -o wide"
        })
final class ClusterCommand extends ObjectInquiry {

    ClusterCommand() {
        super("cluster");
    }

    @Override
    List<Topic<?>> recordedIn(Topics topics) {
        return List.of(topics.clusters(), topics.clusterStatus());
    }
}
