package io.credstream.cli.text;

import io.credstream.cli.text.YamlNode.Missing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A file of YAML that somebody wrote, read for its content and for the lines on which it stands. */
public final class YamlFile {
    private static final int MAX_BYTES = 16 << 20;

    private final String name;
    private final List<Problem> problems;

    /**
     * @param name what to call the file in problems
     * @param problems where those go that are found
     */
    private YamlFile(String name, List<Problem> problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The document's root; missing, with a problem, if it cannot be read. */
    public static YamlNode read(Path file, List<Problem> problems) {
        YamlFile yaml = new YamlFile(file.toString(), problems);
        try {
            if (Files.size(file) > MAX_BYTES) {
                return yaml.missing("is larger than 16 MiB", "give the path of another file");
            }
            return yaml.parse(Files.readString(file));
        } catch (IOException e) {
            String message = Files.exists(file) ? "cannot be read" : "does not exist";
            return yaml.missing(message, "check the path and its permissions");
        }
    }

    private YamlNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        try {
            Node root = new Yaml(options).compose(new java.io.StringReader(text));
            return root == null ? missing("is empty", "write what it should hold") : new YamlNode.Here(this, "", root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(
                    new Problem(at(line), "", "is not YAML: " + e.getProblem(), "mend the line, or its indentation"));
            return new Missing(this, "", 1);
        } catch (YAMLException e) {
            return missing("is not YAML", "write plain text in " + StandardCharsets.UTF_8);
        }
    }

    void add(int line, String field, String message, String fix) {
        problems.add(new Problem(at(line), field, message, fix));
    }

    String at(int line) {
        return name + ":" + line;
    }

    private YamlNode missing(String message, String fix) {
        problems.add(new Problem(name, "", message, fix));
        return new Missing(this, "", 1);
    }
}
