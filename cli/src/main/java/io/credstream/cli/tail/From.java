package io.credstream.cli.tail;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.read.Cut;
import picocli.CommandLine.ITypeConverter;

/** Where to begin. */
sealed interface From {

    /** With the first record that is kept. */
    record Beginning() implements From {}

    /** After the last record. */
    record End() implements From {}

    /** With what was appended at a moment. */
    record Moment(When when) implements From {}

    /** The line before the first record to show. */
    default Cut in(LogReader log) {
        return switch (this) {
            case Beginning beginning -> Cut.START;
            case End end -> log.cut();
            case Moment(When when) -> log.before(when);
        };
    }

    /** For options. */
    final class Converter implements ITypeConverter<From> {
        @Override
        public From convert(String text) {
            return switch (text) {
                case "beginning" -> new Beginning();
                case "end" -> new End();
                default -> new Moment(When.convert(text));
            };
        }
    }
}
