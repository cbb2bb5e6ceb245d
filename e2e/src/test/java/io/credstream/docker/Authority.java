package io.credstream.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Vouches for brokers and clients, with certificates that the JDK's keytool makes on the spot. */
final class Authority {

    private static final String PASSWORD = "not-a-secret";

    private final Path folder;

    /** A new one, whose files are in a folder. */
    Authority(Path folder) {
        this.folder = folder;
        generate("ca", "CN=Test Authority", "-ext", "bc:c");
        write("ca.crt", pem("CERTIFICATE", encoded(certificates("ca").getFirst())));
    }

    /** The file with its own certificate. */
    Path certificate() {
        return folder.resolve("ca.crt");
    }

    /**
     * A file with a new key and the certificate that says whose it is, as {@code ssl.keystore.type=PEM} expects them.
     *
     * @param extensions as keytool's {@code -ext}
     */
    Path issue(String name, String... extensions) {
        generate(name, "CN=" + name);
        List<String> sign = new ArrayList<>(List.of(
                "-gencert", "-alias", "ca", "-infile", file(name, ".csr"), "-outfile", file(name, ".crt"), "-rfc"));
        for (String extension : extensions) {
            sign.addAll(List.of("-ext", extension));
        }
        keytool(name, "-certreq", "-alias", name, "-file", file(name, ".csr"));
        keytool("ca", sign.toArray(String[]::new));
        try {
            return write(name + ".pem", pem("PRIVATE KEY", key(name)) + Files.readString(Path.of(file(name, ".crt"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void generate(String name, String subject, String... more) {
        List<String> command = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-dname", subject, "-keyalg", "EC", "-validity", "2"));
        command.addAll(List.of(more));
        keytool(name, command.toArray(String[]::new));
    }

    private void keytool(String store, String... command) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.addAll(List.of(command));
        all.addAll(List.of("-keystore", file(store, ".p12"), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key(String name) {
        try {
            return open(name).getKey(name, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Certificate> certificates(String name) {
        try {
            return List.of(open(name).getCertificateChain(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore open(String name) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file(name, ".p12")))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name, String suffix) {
        return folder.resolve(name + suffix).toString();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
    }
}
