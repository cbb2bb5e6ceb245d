package io.credstream.cli;

import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Answering;
import io.credstream.cli.output.Fields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** {@code docs/json.md}: what programs are promised of answers. */
final class JsonPage {

    private static final String INTRODUCTION = """
            # Answers for programs

            `-o json` and `-o yaml` say the same. An answer from the log is an object with these fields:

            | field | |
            |---|---|
            | `schema` | what it is and the version of what is promised: `manifests/%1$d`. A field may be added at any time. One that is renamed or goes, or means something else, is a new version |
            | `items` | the answers, where there are several of one kind; an empty list if there are none. Other answers have their fields beside `schema` |
            | `basis` | what it rests on: `time`, as of which it holds; `positions`, per topic `partition@offset` for each partition with something in it, up to which it was read; `unhandled`, records that could not be handled and are missing from it |

            With `--watch`, each line is an object with `type` (ADDED, MODIFIED, DELETED) and `object`, one of the items.

            The same thing looks the same in every answer, in `credstream tail` and in what `credstream replay --to-topic` publishes:

            | what | looks like |
            |---|---|
            | an object | `{"cluster": "kcp-eu", "kind": "Manifest", "namespace": "kcp-system", "name": "a"}`; an item that is about an object begins with these four fields |
            | a selector | the object that Kubernetes has: `{"matchLabels": {...}, "matchExpressions": [...]}`; one that was observed as it was observed, whatever it is |
            | a time | `2026-01-31T08:00:00Z`, in UTC, to the millisecond |
            | a duration | a number of milliseconds, in a field that ends in `Millis` |
            | a record of the log | `topic-partition@offset` |
            | what was observed | `cluster/resource@version` |
            | a state, a result, a reason, a code | one word such as `NotCovered`, as in tables, annotations and Events |
            | nothing | `null`; every field is always there |
            | one of several kinds | the fields of all of them, with `null` where they do not concern it |

            ## What changed with version 2

            - Lists are in `items`, below `schema` and `basis`; they were an array. `findings` and `expiries` are `items` too.
            - Objects are objects; most were `cluster/namespace/name` in one text. Selectors are objects; they were text.
            - An observed object has all fields that `credstream tail` shows, under the names that it has there: `moduleName` (was `module`),
              `componentVersion` (`version`), `version.resourceVersion` (`resourceVersion`), `verdict.code` (`verdictCode`), `annotations.revision`
              (`revision`), `annotations.cause` (`writtenBecause`). `record` and `recordedAt` say which record it is.
            - Kinds are `Secret`, `ModuleTemplate` and `Manifest`; some were `secrets`, `moduletemplates` and `manifests`.
            - `get clusters`: `cause` (was `appliedBy`), `recordedAt` (`appliedAt`). `pin list`: `placed` (`placedAt`), `release` (`releasedBy`,
              `releasedBecause`, `releasedAt`). `get orders`: `action` (`name`). `get held`: `target` (`name`).
            - `plan`: `before` and `after` with `selectors` and `revision` (were `layers` and `rotated`); `honoured` is a word.
            - `explain`: `rule` with `number` and `sentence` (were `rule` and `because`), of layers too; `wanted` (`selector`); an obstacle has fields.
            - `history`: `origin.entry` (were `kept`, `topic`, `name`, `follows`, `seen`, `changes`); `stage` (`step`); `at` (`record`); `deletion`
              (`deletedBecause`). Conditions are spelled as everywhere.
            - `rotation safe-to-revoke`: `manifests` (was `pending`).
            - `credstream tail`: codes and states are words such as `Applied` (were `APPLIED`), without the name of a class in `type`.
            """.formatted(Answer.VERSION);

    private JsonPage() {}

    static String of(CommandLine root) {
        Map<String, Answering<?>> commands = new TreeMap<>();
        collect(root, commands);
        StringBuilder page = new StringBuilder(Page.NOTE).append(INTRODUCTION);
        commands.forEach((name, command) -> {
            page.append("\n## ")
                    .append(name)
                    .append("\n\n`")
                    .append(Answer.schema(command.what()))
                    .append("`\n\n");
            fields(page, "", Fields.of(Fields.answered(command.getClass())));
        });
        return page.toString();
    }

    private static void collect(CommandLine command, Map<String, Answering<?>> into) {
        if (command.getCommand() instanceof Answering<?> answering) {
            into.put(command.getCommandSpec().qualifiedName(), answering);
        }
        command.getSubcommands().values().forEach(each -> collect(each, into));
    }

    private static void fields(StringBuilder page, String indent, List<Fields.Field> fields) {
        for (Fields.Field field : fields) {
            page.append(indent)
                    .append("- `")
                    .append(field.name())
                    .append("`: ")
                    .append(field.meaning())
                    .append('\n');
            fields(page, indent + "  ", field.inside());
        }
    }
}
