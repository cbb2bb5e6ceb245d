package io.credstream.cli.history;

import io.credstream.audit.history.Chain;
import io.credstream.audit.history.ManifestHistory;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "manifest",
        header =
                "What was observed of a Manifest, decided for it and written to it, and what each change followed from.",
        description = {
            "One chain for each change: the fact that was observed, the decision, what the sink reported, and the Manifest's own"
                    + " observation after the write, with the milliseconds between. Times are those at which the brokers appended"
                    + " the records."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream history manifest a1b2-template-operator-1234",
            "  credstream history manifest kcp-eu/kcp-system/a1b2-template-operator-1234 --since 24h -o wide",
            "  credstream history manifest a1b2-template-operator-1234 -o json | jq '.changes[].totalMillis'"
        })
final class ManifestCommand extends Inquiry<ManifestCommand.Told> {

    /** What happened to a Manifest. */
    record Told(String manifest, List<Chain> chains, Basis basis) implements Based {}

    @Parameters(paramLabel = "NAME", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    @Mixin
    private Period period = new Period();

    ManifestCommand() {
        super(ManifestTimeline.class);
    }

    @Override
    protected @Nullable When at() {
        return period.until();
    }

    @Override
    protected Told answer(LogReader log) {
        Topics topics = log.topics();
        String key = log.key(name, topics.manifests(), "Manifest");
        List<Chain> chains = ManifestHistory.read(log, key, period.from(log));
        return new Told(key, chains, log.basis(ManifestHistory.topics(topics)));
    }

    @Override
    protected Record document(Told told) {
        return new ManifestTimeline(
                told.manifest(), told.chains().stream().map(ChainRow::of).toList(), told.basis());
    }

    @Override
    protected void print(Told told, boolean wide, PrintWriter out) {
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "changes of " + told.manifest() + " in that time",
                LineRow.COLUMNS,
                told.chains().stream()
                        .flatMap(chain -> LineRow.of(chain).stream())
                        .toList(),
                out,
                err());
    }
}
