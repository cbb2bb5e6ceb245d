package io.credstream.kube;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust in a server whose name has an underscore, as Docker Compose makes them. The JDK trusts no certificate for such a name,
 * because it is no host name by RFC 952; Go does. Chains are judged by the JDK, and only the name is compared here: with the
 * certificate's DNS names, where {@code *} stands for the whole first label (RFC 6125).
 */
final class UnderscoreNames extends X509ExtendedTrustManager {

    private static final int DNS_NAME = 2;

    private final String name;
    private final X509ExtendedTrustManager chains;

    UnderscoreNames(String name, X509ExtendedTrustManager chains) {
        this.name = name;
        this.chains = chains;
    }

    static boolean isOne(String name) {
        return name.contains("_");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        var names = chain[0].getSubjectAlternativeNames();
        boolean valid = names != null
                && names.stream()
                        .filter(entry -> Integer.valueOf(DNS_NAME).equals(entry.get(0)))
                        .anyMatch(entry -> entry.get(1) instanceof String pattern && matches(pattern));
        if (!valid) {
            throw new CertificateException("not valid for the name of the server");
        }
    }

    private boolean matches(String pattern) {
        List<String> wanted = labels(name);
        List<String> given = labels(pattern);
        if (wanted.size() != given.size()) {
            return false;
        }
        boolean first =
                given.getFirst().equals(wanted.getFirst()) || (given.getFirst().equals("*") && given.size() > 2);
        return first && given.subList(1, given.size()).equals(wanted.subList(1, wanted.size()));
    }

    private static List<String> labels(String name) {
        return List.of(name.toLowerCase(Locale.ROOT).split("\\.", -1));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
