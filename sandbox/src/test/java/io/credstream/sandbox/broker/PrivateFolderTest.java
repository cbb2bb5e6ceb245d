package io.credstream.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void isMadeForItsOwnerAndMendedIfItIsOpenToOthers() throws IOException {
        Path folder = temporary.resolve("a/b");

        PrivateFolder.at(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        PrivateFolder.at(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void aFileIsWrittenWholeForItsOwnerOverWhateverIsThere() throws IOException {
        PrivateFolder folder = PrivateFolder.at(temporary.resolve("a"));
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "kept");
        Files.createSymbolicLink(folder.path().resolve("file"), elsewhere);

        Path file = folder.write("file", "content");

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("content").isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("kept");
        assertThat(PrivateFolder.read(file)).isEqualTo("content");
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.draft");
    }

    /** Root is who else there is; where the tests run as root, what is not root's is. */
    @Test
    void isRefusedIfItIsSomebodyElses() throws IOException {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(temporary, "unix:uid"));
        Path foreign = Path.of("/");
        if (root) {
            foreign = Files.createDirectory(temporary.resolve("foreign"));
            Files.setAttribute(foreign, "unix:uid", 65_534);
        }
        Path link = Files.createSymbolicLink(temporary.resolve("link"), foreign);

        for (Path path : new Path[] {foreign, link}) {
            assertThatThrownBy(() -> PrivateFolder.at(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("belongs to another user");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
