package io.credstream.kube;

import java.util.Objects;

/**
 * What a field holds, or the file that it names.
 *
 * @param path of the field
 */
record PemField(String path, String text) {

    PemField {
        Objects.requireNonNull(path);
        Objects.requireNonNull(text);
    }

    @Override
    public String toString() {
        return path;
    }
}
