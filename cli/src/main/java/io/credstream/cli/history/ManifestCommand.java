package io.credstream.cli.history;

import io.credstream.audit.answer.ChainAnswer;
import io.credstream.audit.answer.ManifestHistoryAnswer;
import io.credstream.audit.history.ManifestHistory;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.model.ObjectRef;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
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
final class ManifestCommand extends Inquiry<ManifestHistoryAnswer> {

    @Parameters(paramLabel = "NAME", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    @Mixin
    private Period period = new Period();

    ManifestCommand() {
        super("history of a Manifest");
    }

    @Override
    protected @Nullable When at() {
        return period.until();
    }

    @Override
    protected ManifestHistoryAnswer answer(LogReader log) {
        String key = log.key(name, log.topics().manifests(), "Manifest");
        return new ManifestHistoryAnswer(
                ObjectRef.parse(key),
                ManifestHistory.read(log, key, period.from(log)).stream()
                        .map(ChainAnswer::of)
                        .toList());
    }

    @Override
    protected List<Topic<?>> topics(Topics topics) {
        return ManifestHistory.topics(topics);
    }

    @Override
    protected void print(ManifestHistoryAnswer history, Basis basis) {
        Answer.table(
                output().isWide(),
                "changes of " + history.manifest() + " in that time",
                LineRow.COLUMNS,
                history.changes().stream()
                        .flatMap(change -> LineRow.of(change.chain()).stream())
                        .toList(),
                out(),
                err());
    }
}
