package io.credstream.kube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads what stands in a kubeconfig as base64, or in a file that it names. */
final class PemFields {

    private final References references;

    PemFields(References references) {
        this.references = references;
    }

    /** Empty if there is none, or if there are problems. */
    Optional<PemField> read(Fields fields, String field) {
        String data = field + "-data";
        if (fields.has(field) && fields.has(data)) {
            fields.problems()
                    .add(
                            fields.path() + data,
                            "is set together with " + field,
                            "remove one of the two: kubectl refuses both");
            return Optional.empty();
        }
        return fields.has(data)
                ? fields.text(data).flatMap(base64 -> decoded(fields, data, base64))
                : fields.has(field)
                        ? references.read(fields, field).map(text -> new PemField(fields.path() + field, text))
                        : Optional.empty();
    }

    /** As Go has it: line breaks may stand anywhere, padding may not be missing. */
    private static Optional<PemField> decoded(Fields fields, String field, String text) {
        String base64 = text.replaceAll("[\\r\\n]", "");
        try {
            if (base64.length() % 4 != 0) {
                throw new IllegalArgumentException("padding");
            }
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Optional.of(new PemField(fields.path() + field, new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            fields.problems().add(fields.path() + field, "is not base64", "copy it again, whole");
            return Optional.empty();
        }
    }
}
