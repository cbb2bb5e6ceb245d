package io.credstream.cli.output;

import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Honoured;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** What the fields of an answer mean to a program: as {@link Tree} shows them, with the words of {@code fields.properties}. */
public final class Fields {

    /**
     * A field.
     *
     * @param owner the record that has it
     * @param inside the fields of each object in it; empty where it holds none
     */
    public record Field(String owner, String name, String meaning, List<Field> inside) {
        static Field of(String owner, String name) {
            return new Field(owner, name, MEANINGS.getProperty(owner + "." + name, ""), List.of());
        }
    }

    private static final Properties MEANINGS = load();

    private Fields() {}

    /** The names of all that is described. */
    public static Set<String> described() {
        return MEANINGS.stringPropertyNames();
    }

    /** What a command answers. */
    public static Type answered(Class<?> command) {
        for (Type of : command.getGenericInterfaces()) {
            if (raw(of) == Answering.class && !(argument(of) instanceof TypeVariable)) {
                return argument(of);
            }
        }
        Class<?> parent = command.getSuperclass();
        return command.getGenericSuperclass() instanceof ParameterizedType generic
                        && Answering.class.isAssignableFrom(parent)
                ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                : answered(parent);
    }

    /** The part of a command's help that says what programs get. */
    public static List<String> help(Type answer) {
        List<String> lines = new ArrayList<>(List.of("", "@|bold Fields of -o json and -o yaml|@"));
        of(answer).forEach(field -> help(field, "  ", lines));
        return lines;
    }

    private static void help(Field field, String indent, List<String> lines) {
        lines.add("%-26s %s".formatted(indent + field.name(), field.meaning()));
        field.inside().forEach(inside -> help(inside, indent + "  ", lines));
    }

    /** All fields of an answer, in order. */
    public static List<Field> of(Type answer) {
        Class<?> type = raw(answer);
        if (type == List.class) {
            return of(argument(answer));
        }
        if (type == TopicRecord.Value.class) {
            return Stream.concat(
                            of(argument(answer)).stream(),
                            Stream.of(Field.of("Record", "record"), Field.of("Record", "recordedAt")))
                    .toList();
        }
        return Shape.components(type).stream().flatMap(Fields::of).toList();
    }

    private static Stream<Field> of(RecordComponent component) {
        Type type = component.getGenericType();
        String owner = component.getDeclaringRecord().getSimpleName();
        String name = component.getName();
        if (Shape.isInlined(component)) {
            return component.getType() == ObjectRef.class
                    ? Stream.of("cluster", "kind", "namespace", "name").map(part -> Field.of("Object", part))
                    : of(type).stream();
        }
        Documented documented = component.getAnnotation(Documented.class);
        Field field = new Field(
                owner, name, documented == null ? Field.of(owner, name).meaning() : documented.value(), inside(type));
        if (type == LayerSelector.class) {
            return Stream.of(field, Field.of("LayerSelector", "problem"));
        }
        return type == Honoured.class ? Stream.of(field, Field.of("Honoured", "notHonouredBecause")) : Stream.of(field);
    }

    private static List<Field> inside(Type type) {
        if (type instanceof ParameterizedType several && raw(type) != TopicRecord.Value.class) {
            Type[] arguments = several.getActualTypeArguments();
            return inside(arguments[arguments.length - 1]);
        }
        Class<?> raw = raw(type);
        if (Shape.isOpen(raw)) {
            return of(type);
        }
        return Shape.isOneOfSeveral(raw) ? of(raw.getPermittedSubclasses()[0]) : List.of();
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Record.class;
    }

    private static Properties load() {
        Properties meanings = new Properties();
        try (Reader text = new InputStreamReader(
                Objects.requireNonNull(Fields.class.getResourceAsStream("fields.properties")),
                StandardCharsets.UTF_8)) {
            meanings.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return meanings;
    }
}
