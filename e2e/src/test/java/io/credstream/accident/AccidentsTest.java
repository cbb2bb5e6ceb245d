package io.credstream.accident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccidentsTest {

    private static final Path PAGE = Path.of("..", "docs", "reliability.md");

    @Test
    void everyAccidentIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        List<String> names = Accidents.all().stream().map(Accident::name).toList();

        assertThat(names)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
