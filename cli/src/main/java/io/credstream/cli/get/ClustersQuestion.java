package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.rotation.KeyUse;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.List;

/** Who is in the fleet, and how well each is watched. */
public abstract class ClustersQuestion extends LiveQuestion<ClusterRow> {

    protected ClustersQuestion() {
        super(ClusterRow.class, "clusters");
    }

    /** Those of the fleet's members to show. */
    protected List<ClusterRow> choose(List<ClusterRow> members) {
        return members;
    }

    @Override
    final Live<ClusterRow> live(LogReader log) {
        List<Topic<?>> topics =
                new ArrayList<>(List.of(log.topics().clusters(), log.topics().clusterStatus()));
        if (format() != OutputFormat.TABLE) {
            topics.add(log.topics().credentials()); // a table does not show their keys, and there are many of them
        }
        Facts facts = log.facts(topics);
        return new Live<>(topics, facts, () -> rows(facts));
    }

    private List<ClusterRow> rows(Facts facts) {
        var reports = facts.latest(facts.topics().clusterStatus()).records();
        var members = facts.latest(facts.topics().clusters()).records();
        Doubles doubles = new Doubles(reports, members.keySet());
        KeyUse keys = KeyUse.of(facts);
        return choose(members.values().stream()
                .map(member -> ClusterRow.of(member, reports.get(member.key()), doubles.of(member.key()), keys))
                .toList());
    }

    @Override
    final List<Column<ClusterRow>> columns() {
        return ClusterRow.COLUMNS;
    }
}
