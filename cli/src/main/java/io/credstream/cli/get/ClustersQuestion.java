package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.ClusterAnswer;
import io.credstream.audit.rotation.KeyUse;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.List;

/** Who is in the fleet, and how well each is watched. */
public abstract class ClustersQuestion extends LiveQuestion<ClusterAnswer> {

    protected ClustersQuestion() {
        super("clusters");
    }

    /** Those of the fleet's members to show. */
    protected List<ClusterAnswer> choose(List<ClusterAnswer> members) {
        return members;
    }

    @Override
    final Live<ClusterAnswer> live(LogReader log) {
        List<Topic<?>> topics =
                new ArrayList<>(List.of(log.topics().clusters(), log.topics().clusterStatus()));
        if (output().format() != OutputFormat.TABLE) {
            topics.add(log.topics().credentials()); // a table does not show their keys, and there are many of them
        }
        Facts facts = log.facts(topics);
        return new Live<>(topics, facts, () -> rows(facts));
    }

    private List<ClusterAnswer> rows(Facts facts) {
        var reports = facts.latest(facts.topics().clusterStatus()).records();
        var members = facts.latest(facts.topics().clusters()).records();
        Doubles doubles = new Doubles(reports, members.keySet());
        KeyUse keys = KeyUse.of(facts);
        return choose(members.values().stream()
                .map(member -> ClusterAnswer.of(member, reports.get(member.key()), doubles.of(member.key()), keys))
                .toList());
    }

    @Override
    final Place place(ClusterAnswer row) {
        return new Place(row.cluster(), "", "");
    }

    @Override
    final List<Column<ClusterAnswer>> columns() {
        return ClusterColumns.ALL;
    }
}
