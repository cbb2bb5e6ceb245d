package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.output.Answering;
import io.credstream.cli.output.Fields;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FieldsTest {

    @Test
    void everyFieldOfEveryAnswerIsDescribedAndNothingElseIs() {
        Set<String> described = new TreeSet<>();
        Set<String> lacking = new TreeSet<>();
        List<Type> answers = commands(Credstream.commandLine())
                .map(CommandLine::getCommand)
                .filter(Answering.class::isInstance)
                .map(command -> Fields.answered(command.getClass()))
                .toList();

        answers.stream()
                .flatMap(answer -> Fields.of(answer).stream())
                .flatMap(FieldsTest::all)
                .forEach(field ->
                        (field.meaning().isBlank() ? lacking : described).add(field.owner() + "." + field.name()));

        assertThat(answers).hasSizeGreaterThan(10);
        assertThat(lacking).isEmpty();
        assertThat(described).containsAll(Fields.described());
    }

    private static Stream<Fields.Field> all(Fields.Field field) {
        return Stream.concat(Stream.of(field), field.inside().stream().flatMap(FieldsTest::all));
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(FieldsTest::commands));
    }
}
