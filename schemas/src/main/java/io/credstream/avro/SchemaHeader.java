package io.credstream.avro;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The record header that names the version of the schema with which a value was written. Readers find the schema by the
 * fingerprint in the value; the header is for a build that does not know the fingerprint: it tells a value of a newer build,
 * which has to wait, from garbage, which has not.
 */
public final class SchemaHeader {

    /** Its name; the value is {@code v} and the version's number. */
    public static final String NAME = "schema";

    private static final int LONGEST = 8;
    private static final Pattern VERSION = Pattern.compile("v[1-9]\\d{0,5}");

    private SchemaHeader() {}

    static void write(int version, Headers headers) {
        headers.remove(NAME);
        headers.add(NAME, ("v" + version).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty if there is none, or more than one, or it is not of its form: then it claims nothing. */
    static OptionalInt read(Headers headers) {
        Iterator<Header> found = headers.headers(NAME).iterator();
        if (!found.hasNext()) {
            return OptionalInt.empty();
        }
        byte[] value = found.next().value();
        if (found.hasNext() || value == null || value.length > LONGEST) {
            return OptionalInt.empty();
        }
        String text = new String(value, StandardCharsets.US_ASCII);
        return VERSION.matcher(text).matches()
                ? OptionalInt.of(Integer.parseInt(text.substring(1)))
                : OptionalInt.empty();
    }
}
