package io.credstream.kube;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS with a server of a given name, whatever address it is reached at: the JDK takes both what it says in SNI and what the
 * certificate has to be valid for from the peer of an engine, so that is what is told here.
 */
final class NamedTls extends SSLContextSpi {

    private final SSLContext jdk;
    private final String name;

    private NamedTls(SSLContext jdk, String name) {
        this.jdk = jdk;
        this.name = name;
    }

    /**
     * A context for one cluster.
     *
     * @param name of the server, an IPv6 address without brackets
     * @param presented absent without a client certificate
     */
    static SSLContext context(String name, X509ExtendedTrustManager trusted, KeyManager @Nullable [] presented)
            throws GeneralSecurityException {
        X509ExtendedTrustManager judge = UnderscoreNames.isOne(name) ? new UnderscoreNames(name, trusted) : trusted;
        SSLContext jdk = SSLContext.getInstance("TLS");
        jdk.init(presented, new TrustManager[] {judge}, null);
        return new Context(new NamedTls(jdk, name), jdk.getProvider());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return engineCreateSSLEngine(name, -1);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String address, int port) {
        return jdk.createSSLEngine(name, port);
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] presented, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("made for one cluster, once");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return jdk.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return jdk.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return jdk.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return jdk.getSupportedSSLParameters();
    }

    private static final class Context extends SSLContext {
        Context(NamedTls tls, Provider provider) {
            super(tls, provider, "TLS");
        }
    }
}
