package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Cluster;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.processor.domain.Honoured;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicRecord;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "manifests",
        header = "The Manifests: the selectors on them, what they amount to, and what lifecycle-manager makes of it.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get manifests",
            "  credstream get manifests --cluster kcp-eu 'a1b2-*'",
            "  credstream get manifests -o wide                  with the template, and why one is left alone",
            "  credstream get manifests -o json | jq '.[] | select(.state != \"Bound\") | {name, state}'"
        })
final class ManifestsCommand extends Question<ManifestRow> {

    ManifestsCommand() {
        super(ManifestRow.class, "manifests");
    }

    @Override
    List<ManifestRow> rows(LogReader log) {
        World world = World.read(log);
        LatestByKey<Cluster> fleet = log.latest(log.topics().clusters());
        LatestByKey<ManifestUpdate> pending = log.latest(log.topics().manifestUpdates());
        return world.manifests().values().stream()
                .map(record -> row(record, world, fleet, pending.records().containsKey(record.key())))
                .toList();
    }

    private static ManifestRow row(
            TopicRecord.Value<Manifest> record, World world, LatestByKey<Cluster> fleet, boolean pending) {
        Manifest manifest = record.value();
        String version = fleet.get(manifest.ref().cluster())
                .map(Cluster::lifecycleManagerVersion)
                .orElse(null);
        return ManifestRow.of(
                record,
                world.decisions()
                        .bindingOf(manifest)
                        .map(binding -> binding.template().key()),
                world.decisions().decide(manifest.ref(), manifest.cause()),
                Honoured.of(version, manifest.remoteTemplate()),
                pending);
    }

    @Override
    List<Column<ManifestRow>> columns() {
        return ManifestRow.COLUMNS;
    }
}
