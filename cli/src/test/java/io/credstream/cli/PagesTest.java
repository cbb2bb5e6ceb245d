package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The pages that follow from the code are those of the code as it is. */
class PagesTest {

    @Test
    void thePageOfTheCommandsIsCurrent() throws IOException {
        Page.requireCurrent("cli.md", CliPage.of(Credstream.commandLine()));
    }

    @Test
    void thePageOfAnswersForProgramsIsCurrent() throws IOException {
        Page.requireCurrent("json.md", JsonPage.of(Credstream.commandLine()));
    }

    @Test
    void thePageOfTheSettingsIsCurrent() throws IOException {
        Page.requireCurrent("configuration.md", ConfigurationPage.of());
    }

    @Test
    void thePageOfTheCommandsHasOneTableOfExitCodes() {
        String page = CliPage.of(Credstream.commandLine());

        assertThat(page).containsOnlyOnce("| 3 | there is something to see").doesNotContain("\u001b", "@|");
    }
}
