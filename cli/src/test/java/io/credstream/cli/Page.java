package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs} that follows from the code. */
final class Page {

    private static final String COMMAND =
            "mvn -pl cli -am test -Dtest=PagesTest -Dcredstream.freeze" + " -Dsurefire.failIfNoSpecifiedTests=false";

    /** Says to readers of the page's source what to do instead of editing it. */
    static final String NOTE = "<!-- Follows from the code; after a change there: " + COMMAND + " -->\n";

    private Page() {}

    /** A page that is not what it should be fails, or is written if so asked. */
    static void requireCurrent(String name, String content) throws IOException {
        Path page = Path.of("..", "docs", name);
        if (System.getProperty("credstream.freeze") != null) {
            Files.writeString(page, content);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/%s does not say what the code does any more; write it anew with: %s", name, COMMAND)
                .isEqualTo(content);
    }
}
