package io.credstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {

    private record Fruit(String name, @Nullable String colour, String origin) {}

    private static final List<Column<Fruit>> COLUMNS = List.of(
            Column.of("NAME", Fruit::name),
            Column.<Fruit>of("COLOUR", Fruit::colour).styled(text -> text.equals("-") ? Style.FAINT : Style.GOOD),
            Column.wide("ORIGIN", Fruit::origin));

    @Test
    void columnsAlignWhateverTheScript() {
        List<Fruit> fruits = List.of(
                new Fruit("apple", "red", "x"), new Fruit("りんご", null, "y"), new Fruit("pa\u0301pa", "green", "z"));

        assertThat(print(fruits, false, false)).isEqualTo("""
                NAME     COLOUR
                apple    red
                りんご   -
                pa\u0301pa     green
                """);
    }

    @Test
    void wideShowsMore() {
        assertThat(print(List.of(new Fruit("fig", "blue", "here")), true, false))
                .isEqualTo("""
                NAME   COLOUR   ORIGIN
                fig    blue     here
                """);
    }

    @Test
    void colourDoesNotDisturbTheAlignment() {
        String escape = "\u001b";
        assertThat(print(List.of(new Fruit("fig", "blue", "here")), true, true)).isEqualTo("""
                NAME   COLOUR   ORIGIN
                fig    %1$s[32mblue%1$s[0m     here
                """.formatted(escape));
    }

    @Test
    void controlCharactersOfAClusterStayThere() {
        assertThat(print(List.of(new Fruit("a\u001b[31mb\nc", "red", "x")), false, false))
                .contains("a\\u001b[31mb\\nc   red");
    }

    private static String print(List<Fruit> fruits, boolean wide, boolean coloured) {
        StringWriter out = new StringWriter();
        try (PrintWriter writer = new PrintWriter(out)) {
            new Table<>(COLUMNS, wide, coloured).print(fruits, writer);
        }
        return out.toString();
    }
}
