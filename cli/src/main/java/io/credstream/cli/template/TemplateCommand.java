package io.credstream.cli.template;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream template …}. */
@Command(
        name = "template",
        header = "Prepares ModuleTemplates; needs no cluster and no broker.",
        subcommands = {TemplateLabelCommand.class},
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream template label -f template.yaml --selector operator.kyma-project.io/oci-registry-cred=my-registry"
        })
public final class TemplateCommand extends CommandGroup {

    public TemplateCommand() {
        super("Say label.");
    }
}
