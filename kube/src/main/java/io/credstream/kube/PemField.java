package io.credstream.kube;

/**
 * What a field holds, or the file that it names.
 *
 * @param path of the field
 */
record PemField(String path, String text) {
    @Override
    public String toString() {
        return path;
    }
}
