package io.credstream.cli.settings;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Nearest;
import io.credstream.cli.text.Problem;
import io.credstream.cli.text.YamlFile;
import io.credstream.cli.text.YamlNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills a record of {@link Setting}s. A flag comes before the environment, the environment before the file, the file before
 * the fallback. Unknown keys of the file and unknown variables are refused, and all problems are reported at once.
 */
public final class Settings {

    /** What the launcher reads, and what Kubernetes sets in every pod for a Service whose name starts like our variables. */
    private static final Pattern NOT_OURS =
            Pattern.compile("CREDSTREAM_(JAVA_.*|.*SERVICE_(HOST|PORT.*)|(.*_)?PORT|(.*_)?PORT_\\d+_(TCP|UDP|SCTP).*)");

    private record Given(
            String text,
            String place,
            String field,
            @Nullable Path folder) {}

    private final Map<String, Given> given = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Settings() {}

    /**
     * Fills a record.
     *
     * @param known all records of settings there are: a variable that one of them knows may be set for its sake
     * @param flags by flag
     * @throws Failure with all problems
     */
    public static <S extends Record> S bind(
            Class<S> type,
            Collection<Class<? extends Record>> known,
            Map<String, String> flags,
            Map<String, String> environment,
            @Nullable Path file) {
        Settings settings = new Settings();
        List<Declared> declared = Declared.in(type);
        settings.takeFile(declared, file);
        settings.takeEnvironment(declared, known, environment);
        for (Declared one : declared) {
            String text = flags.get(one.flag());
            if (text != null) {
                settings.given.put(one.name(), new Given(text, one.flag(), "", null));
            }
        }
        Map<String, Object> values = settings.read(declared);
        if (!settings.problems.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    settings.problems.stream().map(Problem::toString).toList());
        }
        return construct(type, values);
    }

    private void takeFile(List<Declared> declared, @Nullable Path file) {
        if (file == null) {
            return;
        }
        YamlNode root = YamlFile.read(file, problems);
        Path folder = file.toAbsolutePath().getParent();
        if (root.present()) {
            root.map(declared.stream().map(Declared::name).toList())
                    .forEach((name, node) -> node.text()
                            .ifPresent(text -> given.put(name, new Given(text, file.toString(), name, folder))));
        }
    }

    private void takeEnvironment(
            List<Declared> declared, Collection<Class<? extends Record>> known, Map<String, String> environment) {
        Set<String> variables = known.stream()
                .flatMap(record -> Declared.in(record).stream().map(Declared::variable))
                .collect(Collectors.toSet());
        new TreeMap<>(environment)
                .keySet().stream()
                        .filter(name -> name.startsWith("CREDSTREAM_")
                                && !variables.contains(name)
                                && !NOT_OURS.matcher(name).matches())
                        .forEach(name -> problems.add(new Problem(
                                "environment",
                                name,
                                "is no known variable" + Nearest.hint(name, variables),
                                "unset it, or spell it as the help does")));
        for (Declared one : declared) {
            String text = environment.get(one.variable());
            if (text != null) {
                given.put(one.name(), new Given(text, "environment", one.variable(), null));
            }
        }
    }

    private Map<String, Object> read(List<Declared> declared) {
        Map<String, Object> values = new HashMap<>();
        for (Declared one : declared) {
            Given text = given.getOrDefault(one.name(), new Given(one.setting().fallback(), one.flag(), "", null));
            if (text.text().isEmpty() && one.setting().fallback().isEmpty()) {
                if (!one.setting().optional()) {
                    problems.add(new Problem(one.flag(), "", "is missing", "give it, or set " + one.variable()));
                }
                continue;
            }
            try {
                values.put(one.name(), Reading.read(one, text.text(), text.folder()));
            } catch (Reading.Unreadable e) {
                problems.add(new Problem(text.place(), text.field(), String.valueOf(e.getMessage()), e.fix()));
            }
        }
        return values;
    }

    private static <S extends Record> S construct(Class<S> type, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components)
                .map(component -> component.getType().isRecord()
                        ? construct(component.getType().asSubclass(Record.class), values)
                        : values.get(component.getName()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new Failure(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
