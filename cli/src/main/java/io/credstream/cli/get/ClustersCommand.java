package io.credstream.cli.get;

import picocli.CommandLine.Command;

@Command(
        name = "clusters",
        header = "The fleet: who is in it, how well it is watched, and what to do about trouble.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get clusters",
            "  credstream get clusters 'kcp-eu*' -o wide",
            "  credstream get clusters --watch                   and how that changes",
            "  credstream get clusters -o json | jq -r '.items[] | select(.condition != \"Watched\") | .cluster'"
        })
final class ClustersCommand extends ClustersQuestion {}
