package io.credstream.kube;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that a client presents, with its key.
 *
 * @param chain the client's own first, then those that vouch for it
 */
record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {

    private static final String AGAIN = "copy it again, whole";

    ClientCertificate {
        chain = List.copyOf(chain);
    }

    /** Empty only if there are problems. */
    static Optional<ClientCertificate> read(PemField certificate, PemField key, Problems problems) {
        List<X509Certificate> chain = Pem.certificates(certificate.text());
        if (chain.isEmpty()) {
            problems.add(certificate.path(), "holds no certificate in PEM", AGAIN);
        }
        Optional<Pem> block = PrivateKeys.first(Pem.blocks(key.text()));
        if (block.isEmpty()) {
            problems.add(key.path(), "holds no private key in PEM", AGAIN);
        }
        if (chain.isEmpty() || block.isEmpty()) {
            return Optional.empty();
        }
        if (PrivateKeys.isEncrypted(block.get())) {
            problems.add(key.path(), "is encrypted", "give the key without a passphrase");
            return Optional.empty();
        }
        return read(chain, block.get(), key, problems);
    }

    private static Optional<ClientCertificate> read(
            List<X509Certificate> chain, Pem block, PemField key, Problems problems) {
        try {
            PrivateKey read = PrivateKeys.read(block);
            if (PrivateKeys.belong(read, chain.getFirst().getPublicKey())) {
                return Optional.of(new ClientCertificate(chain, read));
            }
            problems.add(key.path(), "is the key of another certificate", "copy certificate and key together");
        } catch (GeneralSecurityException | RuntimeException e) {
            problems.add(
                    key.path(),
                    "is not a key that TLS can use",
                    "give an RSA, EC (P-256, P-384, P-521) or Ed25519 key in PEM");
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "client certificate";
    }
}
