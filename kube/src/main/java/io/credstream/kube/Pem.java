package io.credstream.kube;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468). Text around blocks is ignored, as Go ignores it.
 *
 * @param type such as {@code CERTIFICATE}
 * @param hasHeaders whether it is of the older kind of RFC 1421, which encrypted keys are
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
record Pem(String type, boolean hasHeaders, byte[] content) {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----");
    private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z0-9-]+:.*$");

    /** The blocks of a text, in sequence; those that are not base64 are left out. */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            from = begin.end();
            int end = text.indexOf("-----END " + begin.group(1) + "-----", from);
            if (end < 0) {
                continue;
            }
            String body = text.substring(from, end);
            from = end;
            boolean hasHeaders = HEADER.matcher(body).find();
            String base64 = HEADER.matcher(body).replaceAll("").replaceAll("[ \\t\\r\\n]", "");
            try {
                blocks.add(
                        new Pem(begin.group(1), hasHeaders, Base64.getDecoder().decode(base64)));
            } catch (IllegalArgumentException ignored) {
                // Go passes over it too, and says in the end that there is nothing.
            }
        }
        return blocks;
    }

    /** All that can be read: a bundle of authorities may hold some that cannot. */
    static List<X509Certificate> certificates(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : blocks(text)) {
            if (block.type().equals("CERTIFICATE") && !block.hasHeaders()) {
                try {
                    var in = new ByteArrayInputStream(block.content());
                    certificates.add((X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in));
                } catch (CertificateException ignored) {
                    // Left out.
                }
            }
        }
        return certificates;
    }

    @Override
    public String toString() {
        return "PEM " + type;
    }
}
