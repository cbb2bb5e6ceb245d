package io.credstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Printable;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final String EVIL = "n\u001b[31mEVIL\u001b]0;pwned\u0007\nFAKE   Bound\u202ecba";
    private static final String SHOWN = "n\\u001b[31mEVIL\\u001b]0;pwned\\u0007\\nFAKE   Bound\\u202ecba";

    private final StringWriter written = new StringWriter();
    private final Terminal terminal = Terminal.of(written);

    @Test
    void aLineStaysOneLineAndActsOnNothing() {
        terminal.println("name " + EVIL);
        terminal.println((Object) EVIL);

        assertThat(written.toString()).isEqualTo("name " + SHOWN + "\n" + SHOWN + "\n");
    }

    @Test
    void onlyALineHasColours() {
        terminal.println(new Line(true).add(Style.BAD, EVIL).add(" " + EVIL));

        assertThat(written.toString()).isEqualTo("\u001b[31m" + SHOWN + "\u001b[0m " + SHOWN + "\n");
    }

    @Test
    void aDocumentKeepsItsLinesAndColoursAndMovesNoCursor() {
        terminal.print("\u001b[1mUsage\u001b[0m\n\tx\u001b[2J\u001b]0;pwned\u0007\r\u2028\n");

        assertThat(written.toString())
                .isEqualTo("\u001b[1mUsage\u001b[0m\n\tx\\u001b[2J\\u001b]0;pwned\\u0007\\r\\u2028\n");
    }

    @Test
    void noWayToWriteIsWithoutTheFilter() {
        terminal.printf("%s", "\u001b[2J");
        terminal.append("\u001b[2J").append('\u009b');
        terminal.write("\u001b[2J".toCharArray());
        terminal.write('\u001b');
        terminal.print('\u0007');
        terminal.print((Object) "\u202e");

        assertThat(Printable.isPrintable(written.toString())).isTrue();
    }

    @Test
    void whatIsShownForNowIsEscapedToo() {
        terminal.showForNow("1 of 2 \u001b[2J\n");
        terminal.clearLine();

        assertThat(written.toString()).isEqualTo("1 of 2 \\u001b[2J\\n\u001b[K\r\r\u001b[K");
    }
}
