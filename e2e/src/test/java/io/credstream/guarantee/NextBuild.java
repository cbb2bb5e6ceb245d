package io.credstream.guarantee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The next release, as far as records go: some of the model's have a component more, and so a frozen schema more. Compiled from
 * the sources of this build into a folder that comes first on the class path of other JVMs; this one goes on with the old build.
 *
 * @param classes that folder
 * @param versions of the schemas that it writes, by the simple name of the record's type
 */
public record NextBuild(Path classes, Map<String, Integer> versions) {

    private static final Path SOURCES = Path.of("../schemas/src/main/java/io/credstream/model");
    private static final Path SCHEMAS = Path.of("../schemas/src/main/resources");
    private static final String SCHEMA = "io/credstream/avro/%s.v%d.avsc";
    private static final String LAST_FIELD = "\n  } ]\n}";
    private static final String NOTE =
            "\n  }, {\n    \"name\" : \"note\",\n    \"type\" : [ \"null\", \"string\" ],\n    \"default\" : null\n  } ]\n}";

    /**
     * Compiles it below a folder.
     *
     * @param types simple names of the model's records that have changed
     */
    public static NextBuild compile(Path folder, List<String> types) {
        try {
            Path sources = Files.createDirectories(folder.resolve("src"));
            Path classes = Files.createDirectories(folder.resolve("classes"));
            Map<String, Integer> versions = new TreeMap<>();
            for (String type : types) {
                Files.writeString(
                        sources.resolve(type + ".java"),
                        withNote(type, Files.readString(SOURCES.resolve(type + ".java"))));
                versions.put(type, freeze(type, classes));
            }
            List<String> arguments = new ArrayList<>(List.of(
                    "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
            types.forEach(type -> arguments.add(sources.resolve(type + ".java").toString()));
            int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
            if (failed != 0) {
                throw new AssertionError("the next build does not compile");
            }
            return new NextBuild(classes, Map.copyOf(versions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a person is told of the version that it writes: {@code Pin v2}. */
    public String describe(String type) {
        return type + " v" + version(type);
    }

    /** The version of the schema of a changed type. */
    public int version(String type) {
        Integer version = versions.get(type);
        if (version == null) {
            throw new IllegalArgumentException(type + " has not changed");
        }
        return version;
    }

    /** Adds a component that is always there, and a constructor without it for all the code that has not changed. */
    private static String withNote(String type, String source) {
        String header = "public record " + type + "(";
        int begin = after(source, header, 0);
        int end = source.indexOf(")", begin);
        String components = source.substring(begin, end);
        String names = Arrays.stream(components.split(",\n", -1))
                .map(component -> component.substring(component.lastIndexOf(' ') + 1))
                .collect(Collectors.joining(", "));
        String canonical = "    public " + type + " {";
        int body = after(source, canonical, end) - canonical.length();
        return source.substring(0, end)
                + ",\n        @org.jspecify.annotations.Nullable String note"
                + source.substring(end, body)
                + "    public " + type + "(" + components + ") {\n        this(" + names + ", \"next\");\n    }\n\n"
                + source.substring(body);
    }

    /** Adds the field to a copy of the newest frozen schema, as the next version. */
    private static int freeze(String type, Path classes) throws IOException {
        int known = 0;
        while (Files.exists(SCHEMAS.resolve(SCHEMA.formatted(type, known + 1)))) {
            known++;
        }
        String newest =
                Files.readString(SCHEMAS.resolve(SCHEMA.formatted(type, known))).strip();
        if (!newest.endsWith(LAST_FIELD)) {
            throw new AssertionError("frozen schemas end otherwise");
        }
        Path next = classes.resolve(SCHEMA.formatted(type, known + 1));
        Files.createDirectories(next.getParent());
        Files.writeString(next, newest.substring(0, newest.length() - LAST_FIELD.length()) + NOTE + "\n");
        return known + 1;
    }

    private static int after(String text, String part, int from) {
        int at = text.indexOf(part, from);
        if (at < 0) {
            throw new AssertionError("the source has changed: it has no '" + part + "'");
        }
        return at + part.length();
    }
}
