package io.credstream.sandbox.broker;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder of this user into which no other account of the machine can look, and files in it that only this user reads. It is made with
 * mode 0700; one that is there is given that mode. One of somebody else, or behind somebody else's link, is refused: its owner could
 * read what is put there, and replace it.
 */
public record PrivateFolder(Path path) {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<?> FOLDER = PosixFilePermissions.asFileAttribute(OWNERS);
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The folder at this path, made if it is not there. */
    public static PrivateFolder at(Path path) throws IOException {
        Path folder = path.toAbsolutePath();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.getParent());
            try {
                Files.createDirectory(folder, FOLDER);
            } catch (FileAlreadyExistsException raced) {
                // Judged as any other that is there.
            }
        }
        requireOurs(folder, LinkOption.NOFOLLOW_LINKS);
        requireOurs(folder);
        if (!Files.getPosixFilePermissions(folder).equals(OWNERS)) {
            Files.setPosixFilePermissions(folder, OWNERS);
        }
        return new PrivateFolder(folder);
    }

    /** Writes a file of mode 0600, whole or not at all, over one that is there. */
    public Path write(String name, String content) throws IOException {
        Path file = path.resolve(name);
        Path draft = Files.createTempFile(path, name, ".draft", FILE);
        try {
            Files.writeString(draft, content, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return file;
    }

    /**
     * Reads a file that only this user can have written and read.
     *
     * @throws IOException if anybody else could
     */
    static String read(Path file) throws IOException {
        requireOurs(file, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> others = EnumSet.complementOf(EnumSet.copyOf(OWNERS));
        others.retainAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !others.isEmpty()) {
            throw new IOException(file + " is open to other users; remove it, or give it mode 0600");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static void requireOurs(Path path, LinkOption... options) throws IOException {
        if (!Files.getAttribute(path, "unix:uid", options).equals((int) new UnixSystem().getUid())) {
            throw new IOException(path + " belongs to another user; choose another folder");
        }
    }
}
