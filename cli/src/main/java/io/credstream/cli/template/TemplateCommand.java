package io.credstream.cli.template;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
public final class TemplateCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say label.");
    }
}
