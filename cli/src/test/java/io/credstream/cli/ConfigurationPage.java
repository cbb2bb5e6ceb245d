package io.credstream.cli;

import io.credstream.cli.settings.Declared;
import io.credstream.cli.settings.Setting;
import java.time.Duration;
import java.util.List;

/** {@code docs/configuration.md}: the settings of every service, as their records declare them. */
final class ConfigurationPage {

    private static final String INTRODUCTION = """
            # Configuration

            A setting is given as a flag, as a variable of the environment, or in the YAML file of `--config`; in this order, the first
            one holds. The file spells it as the table does, paths in it are relative to it:

            ```yaml
            bootstrapServers: kafka:9092
            historyWindow: 180d
            ```

            A key or a `CREDSTREAM_…` variable that nobody knows is refused, and so is a value that is none; all mistakes are reported at once,
            with exit code 2, before anything is done. Durations are numbers with `ms`, `s`, `m`, `h` or `d`.
            What Kafka's clients are told beyond this, passwords among it, is in the file of `--kafka-config`: see [kafka.md](kafka.md).
            """;

    private ConfigurationPage() {}

    static String of() {
        StringBuilder page = new StringBuilder(Page.NOTE).append(INTRODUCTION);
        AllSettings.RECORDS.forEach(record -> {
            page.append("\n## ").append(title(record)).append("\n\n");
            table(page, Declared.in(record));
        });
        page.append(
                "\n## All others\n\nEvery other command that asks Kafka takes those of these that its help lists: ");
        page.append(
                "`bootstrapServers`, `kafkaConfig` and `topicPrefix`;\nthose that answer from the log also `noSnapshot`, `fleet apply` and `topics` also ");
        page.append("`partitions`, `replication` and `historyWindow`.\n");
        return page.toString();
    }

    private static String title(Class<?> record) {
        return "credstream " + record.getSimpleName().replace("Settings", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static void table(StringBuilder page, List<Declared> settings) {
        page.append("| setting | flag | variable | value | default | |\n|---|---|---|---|---|---|\n");
        for (Declared declared : settings) {
            Setting setting = declared.setting();
            page.append("| `%s` | `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            declared.name(),
                            declared.flag(),
                            declared.variable(),
                            value(declared),
                            fallback(setting),
                            setting.value().replace("|", "\\|")));
        }
    }

    private static String fallback(Setting setting) {
        if (!setting.fallback().isEmpty()) {
            return "`" + setting.fallback() + "`";
        }
        return setting.optional() ? "" : "required";
    }

    private static String value(Declared declared) {
        Class<?> type = declared.type();
        if (type == int.class || type == long.class) {
            return "number, at least " + declared.setting().min();
        }
        if (type == boolean.class) {
            return "`true` or `false`";
        }
        if (type == Duration.class) {
            return "duration";
        }
        return type == java.nio.file.Path.class ? "path" : type.isEnum() ? "one of those named" : "text";
    }
}
