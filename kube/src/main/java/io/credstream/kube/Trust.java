package io.credstream.kube;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as the JDK's TLS takes them, made when a kubeconfig is read, so that a connection meets no surprise. */
final class Trust {

    private static final char[] IN_MEMORY = "in-memory".toCharArray();

    private Trust() {}

    /** Trusts these authorities and no other. */
    static X509ExtendedTrustManager only(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return trusting(store);
    }

    /** Trusts the authorities that the JDK trusts. */
    static X509ExtendedTrustManager publicAuthorities() throws GeneralSecurityException {
        return trusting(null);
    }

    /** Presents a certificate with those that vouch for it. */
    static KeyManager[] presenting(ClientCertificate certificate) throws GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(
                "client", certificate.key(), IN_MEMORY, certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static X509ExtendedTrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the JDK has no trust manager"));
    }

    /** Of the JDK's own kind, which costs no key derivation for each of thousands of clusters. Never stored. */
    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("the JDK cannot make a key store", e);
        }
        return store;
    }
}
