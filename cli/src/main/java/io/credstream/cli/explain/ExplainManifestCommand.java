package io.credstream.cli.explain;

import io.credstream.audit.Fleet;
import io.credstream.audit.answer.ExplanationAnswer;
import io.credstream.audit.explain.Explanation;
import io.credstream.audit.explain.HoldDowns;
import io.credstream.audit.explain.Standing;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.InquiryAt;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.text.Names;
import io.credstream.model.ObjectRef;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "manifest",
        header = "Why a Manifest is as it is: its template, its selectors, the credentials that match or nearly do.",
        description = {
            "Names the template, layer by layer what is selected and what nearly was, with the label or the namespace that keeps it"
                    + " away; which entry covers the registry; the state and the rule behind it; whether anybody honours it; and"
                    + " whether something is pending, held down or left alone.",
            "",
            "Only Secrets that ingest selects and that stand in an allowed namespace are in the log. For others, 'credstream check'"
                    + " reads files."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream explain manifest a1b2-template-operator-1234",
            "  credstream explain manifest a1b2-template-operator-1234 --at 24h       as it was a day ago",
            "  credstream explain manifest a1b2-template-operator-1234 -o json | jq '.layers[].nearMisses'"
        })
final class ExplainManifestCommand extends InquiryAt<ExplanationAnswer> {

    @Parameters(paramLabel = "NAME", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    ExplainManifestCommand() {
        super("explanation");
    }

    @Override
    protected ExplanationAnswer answer(LogReader log) {
        Fleet fleet = log.fleet();
        String key = Names.resolve(
                name, fleet.manifests().stream().map(ObjectRef::key).toList(), "Manifest");
        ObjectRef ref = ObjectRef.parse(key);
        Explanation explanation = Explanation.of(fleet, ref, Optional.empty());
        if (explanation.standing() instanceof Standing.NotDecidedYet) { // unless the processor gives way
            explanation = Explanation.of(fleet, ref, HoldDowns.of(log, ref));
        }
        return ExplanationAnswer.of(explanation);
    }

    @Override
    protected void print(ExplanationAnswer answer, Basis basis) {
        new ExplanationText(answer.explanation(), output().isWide()).lines().forEach(out()::println);
    }
}
