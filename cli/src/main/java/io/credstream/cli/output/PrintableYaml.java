package io.credstream.cli.output;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.credstream.observe.Printable;
import java.io.IOException;
import java.io.Serial;
import java.io.Writer;
import org.yaml.snakeyaml.DumperOptions;

/** YAML in which every text with a character that cannot be seen is between double quotes, where an escape can stand for it. */
final class PrintableYaml extends YAMLFactory {
    @Serial
    private static final long serialVersionUID = 1L;

    PrintableYaml() {
        super(builder().stringQuotingChecker(new Quoting()));
    }

    /** The same YAML with these escapes. */
    static String escape(String yaml) {
        StringBuilder escaped = new StringBuilder(yaml.length());
        yaml.codePoints().forEach(c -> {
            if (c == '\n' || !Printable.isHidden(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
            }
        });
        return escaped.toString();
    }

    @Override
    protected YAMLGenerator _createGenerator(Writer out, IOContext context) throws IOException {
        return new Generator(this, out, context);
    }

    private static final class Generator extends YAMLGenerator {

        Generator(PrintableYaml yaml, Writer out, IOContext context) throws IOException {
            super(
                    context,
                    yaml._generatorFeatures,
                    yaml._yamlGeneratorFeatures,
                    yaml._quotingChecker,
                    yaml._objectCodec,
                    out,
                    yaml._version);
        }

        @Override
        public void writeString(String text) throws IOException {
            if (Printable.isPrintable(text)) {
                super.writeString(text);
            } else {
                _verifyValueWrite("write String value");
                _writeScalar(text, "string", DumperOptions.ScalarStyle.DOUBLE_QUOTED);
            }
        }
    }

    private static final class Quoting extends StringQuotingChecker.Default {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || !Printable.isPrintable(name);
        }
    }
}
