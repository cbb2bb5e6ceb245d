package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;

/** Who is in the fleet, and how well each is watched. */
public abstract class ClustersQuestion extends Question<ClusterRow> {

    protected ClustersQuestion() {
        super(ClusterRow.class, "clusters");
    }

    /** Those of the fleet's members to show. */
    protected List<ClusterRow> choose(List<ClusterRow> members) {
        return members;
    }

    @Override
    final List<ClusterRow> rows(LogReader log) {
        var reports = log.latest(log.topics().clusterStatus()).records();
        return choose(log.latest(log.topics().clusters()).records().values().stream()
                .map(member -> ClusterRow.of(member, reports.get(member.key())))
                .toList());
    }

    @Override
    final List<Column<ClusterRow>> columns() {
        return ClusterRow.COLUMNS;
    }
}
