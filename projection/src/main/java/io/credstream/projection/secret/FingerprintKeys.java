package io.credstream.projection.secret;

import io.credstream.projection.SecretReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys under which credentials are fingerprinted: the current one and, during a change, previous ones. Under all of them,
 * content is recognised across changes.
 *
 * <p>They come from a file, see {@link KeyFile} for its form. Without them fingerprints could not be told from random numbers;
 * with them, short passwords can be guessed: the file is as secret as what it fingerprints.
 */
public final class FingerprintKeys {
    /** Previous keys that a file can hold: as many as the largest Secret has room for in a record. */
    static final int MAX_PREVIOUS = 4;

    private final FingerprintKey current;
    private final List<FingerprintKey> previous;
    private final Set<String> lost;
    private final List<String> warnings;

    FingerprintKeys(
            FingerprintKey current, List<FingerprintKey> previous, Collection<String> lost, List<String> warnings) {
        this.current = Objects.requireNonNull(current);
        this.previous = List.copyOf(previous);
        this.lost = Set.copyOf(lost);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Loads a key file.
     *
     * @throws InvalidKeyFile with everything that is wrong with it
     */
    public static FingerprintKeys load(Path file) {
        return KeyFile.load(file);
    }

    /**
     * Writes a key file with one new key, readable by its owner only, and loads it. The file is there completely or not at all,
     * and one that is there already is never overwritten.
     *
     * @throws InvalidKeyFile if it exists, or cannot be written
     */
    public static FingerprintKeys generate(Path file) {
        KeyFile.generate(file);
        return KeyFile.load(file);
    }

    /**
     * One new key that is written nowhere: what is fingerprinted under it can be compared within this process, and by nobody
     * afterwards.
     */
    public static FingerprintKeys ephemeral() {
        byte[] key = new byte[KeyFile.MIN_BYTES];
        new SecureRandom().nextBytes(key);
        return new FingerprintKeys(new FingerprintKey("ephemeral", key), List.of(), List.of(), List.of());
    }

    /** Reads Secrets under these keys. */
    public SecretReader reader() {
        return new FingerprintingReader(this);
    }

    /** Of the key that revisions are derived from. */
    public String currentId() {
        return current.id();
    }

    /** Of all keys. */
    public Set<String> ids() {
        return keys().map(FingerprintKey::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Of the previous keys, in the order of the file. */
    public List<String> previousIds() {
        return previous.stream().map(FingerprintKey::id).toList();
    }

    /** Of keys that nobody has any more: what was fingerprinted under nothing else cannot be compared, and counts as changed. */
    public Set<String> lostIds() {
        return lost;
    }

    /** Of keys under which something that was fingerprinted is compared, or never can be. */
    public Set<String> comparableIds() {
        return Stream.concat(ids().stream(), lost.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What an operator should change about the file although it can be used. */
    public List<String> warnings() {
        return warnings;
    }

    void forEach(Consumer<FingerprintKey> action) {
        keys().forEach(action);
    }

    private Stream<FingerprintKey> keys() {
        return Stream.concat(Stream.of(current), previous.stream());
    }

    @Override
    public String toString() {
        return "FingerprintKeys" + keys().map(FingerprintKey::id).toList();
    }
}
