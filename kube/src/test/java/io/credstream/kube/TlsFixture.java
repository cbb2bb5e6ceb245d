package io.credstream.kube;

import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key with a certificate that it signed itself, made by the JDK's keytool on the spot, in the forms in which kubeconfigs
 * have them.
 *
 * @param keystore PKCS #12
 */
record TlsFixture(Path keystore, String certificate, Key key) {

    static final String PASSWORD = "not-a-secret";

    static TlsFixture rsa(Path folder, String name, String alternativeNames) throws Exception {
        return make(folder, name, alternativeNames, List.of("-keyalg", "RSA", "-keysize", "2048"));
    }

    static TlsFixture ec(Path folder, String name) throws Exception {
        return make(folder, name, "dns:" + name, List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }

    static TlsFixture ed25519(Path folder, String name) throws Exception {
        return make(folder, name, "dns:" + name, List.of("-keyalg", "Ed25519"));
    }

    /** As kubeadm writes keys, and kind with it. */
    String pkcs1Key() {
        return pem("RSA PRIVATE KEY", privateKeyField());
    }

    String pkcs8Key() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** As k3s writes keys, and k3d with it: RFC 5915 with the curve in it. */
    String sec1Key() {
        // SEQUENCE { INTEGER 1, OCTET STRING (32) scalar, ... }
        ByteBuffer field = ByteBuffer.wrap(privateKeyField());
        enter(field, 0x30);
        skip(field);
        byte[] scalar = content(field, 0x04);
        byte[] curve = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
        ByteBuffer sec1 = ByteBuffer.allocate(2 + 3 + 2 + scalar.length + curve.length);
        sec1.put((byte) 0x30).put((byte) (sec1.capacity() - 2));
        sec1.put(new byte[] {2, 1, 1})
                .put((byte) 4)
                .put((byte) scalar.length)
                .put(scalar)
                .put(curve);
        return pem("EC PRIVATE KEY", sec1.array());
    }

    /** What a server presents, or trusts. */
    PfxOptions options() {
        return new PfxOptions().setPath(keystore.toString()).setPassword(PASSWORD);
    }

    /**
     * The same with another name of the same length, which keytool would not take. Nobody signed it, so that only who has this very
     * certificate trusts it.
     */
    TlsFixture renamed(String name, String other) throws Exception {
        byte[] der = Base64.getMimeDecoder().decode(certificate.replaceAll("-----.*-----", ""));
        String text = new String(der, StandardCharsets.ISO_8859_1).replace(name, other);
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        Certificate renamed = CertificateFactory.getInstance("X.509").generateCertificate(in);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, key, PASSWORD.toCharArray(), new Certificate[] {renamed});
        Path file = keystore.resolveSibling(name + "-renamed.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return new TlsFixture(file, pem("CERTIFICATE", renamed.getEncoded()), key);
    }

    static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static TlsFixture make(Path folder, String name, String alternativeNames, List<String> algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keystore = folder.resolve(name + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + alternativeNames,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(algorithm);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve(name + ".log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new TlsFixture(
                keystore,
                pem("CERTIFICATE", store.getCertificate(name).getEncoded()),
                store.getKey(name, PASSWORD.toCharArray()));
    }

    /** PKCS #8 is SEQUENCE { INTEGER version, SEQUENCE algorithm, OCTET STRING key }. */
    private byte[] privateKeyField() {
        ByteBuffer pkcs8 = ByteBuffer.wrap(key.getEncoded());
        enter(pkcs8, 0x30);
        skip(pkcs8);
        skip(pkcs8);
        return content(pkcs8, 0x04);
    }

    private static void enter(ByteBuffer der, int tag) {
        if (der.get() != tag) {
            throw new IllegalArgumentException("not the tag expected");
        }
        length(der);
    }

    private static void skip(ByteBuffer der) {
        der.get();
        int length = length(der);
        der.position(der.position() + length);
    }

    private static byte[] content(ByteBuffer der, int tag) {
        if (der.get() != tag) {
            throw new IllegalArgumentException("not the tag expected");
        }
        byte[] content = new byte[length(der)];
        der.get(content);
        return content;
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = length << 8 | (der.get() & 0xff);
        }
        return length;
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
