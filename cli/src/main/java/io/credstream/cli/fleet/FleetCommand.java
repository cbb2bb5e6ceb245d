package io.credstream.cli.fleet;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream fleet …}. */
@Command(
        name = "fleet",
        header = "Says which clusters there are.",
        subcommands = {FleetApplyCommand.class, FleetListCommand.class},
        footer = {
            "",
            "@|bold A fleet file|@",
            "  clusters:",
            "  - id: kcp-eu",
            "    role: control-plane",
            "    kubeconfig: kcp-eu.kubeconfig     # relative to this file",
            "    lifecycleManagerVersion: 1.3.10   # decides whether selectors are honoured",
            "    discover: true                    # its kubeconfig Secrets become runtimes; default: false",
            "    runtimeServiceAccount: kyma-system/credstream-ingest   # as whom ingest acts on those; the default",
            "    fuse: 100                # how many Manifests one change may rewrite; 100 unless said otherwise, or off",
            "  - id: kcp-eu.a1b2                   # by hand; wins over what is discovered",
            "    role: runtime",
            "    controlPlane: kcp-eu",
            "    kyma: a1b2                        # the Kyma's name on the control plane",
            "    kubeconfig: runtimes.kubeconfig",
            "    context: a1b2                     # default: the current one",
            "    namespaces: [kyma-system]         # where Secrets count as credentials",
            "  A 'name:' beside 'clusters:' tells this fleet from those of other files; the default is the file's path.",
            "",
            "@|bold Examples|@",
            "  credstream fleet apply -f fleet.yaml --dry-run",
            "  credstream fleet list"
        })
public final class FleetCommand extends CommandGroup {

    public FleetCommand() {
        super("Say apply or list.");
    }
}
