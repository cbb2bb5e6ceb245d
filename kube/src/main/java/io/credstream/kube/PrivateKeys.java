package io.credstream.kube;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Private keys in the forms that Go's TLS takes: PKCS #8 (RSA, EC, Ed25519), PKCS #1 (RSA) and RFC 5915 (EC). */
final class PrivateKeys {

    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** The first key among the blocks. */
    static Optional<Pem> first(List<Pem> blocks) {
        return blocks.stream()
                .filter(block ->
                        block.type().equals("PRIVATE KEY") || block.type().endsWith(" PRIVATE KEY"))
                .findFirst();
    }

    static boolean isEncrypted(Pem block) {
        return block.hasHeaders() || block.type().equals("ENCRYPTED PRIVATE KEY");
    }

    static PrivateKey read(Pem block) throws GeneralSecurityException {
        try {
            return switch (block.type()) {
                case "RSA PRIVATE KEY" -> pkcs8("RSA", wrapped(RSA, block.content()));
                case "EC PRIVATE KEY" -> pkcs8("EC", ofCurve(block.content()));
                default -> pkcs8(block.content());
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeyException("malformed");
        }
    }

    /** Whether a certificate is the key's. */
    static boolean belong(PrivateKey key, PublicKey to) throws GeneralSecurityException {
        if (key instanceof RSAPrivateKey rsa) {
            return to instanceof RSAPublicKey other && rsa.getModulus().equals(other.getModulus());
        }
        if (!key.getAlgorithm().equals(to.getAlgorithm())) {
            return false;
        }
        byte[] message = {1, 2, 3};
        Signature signature = Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(to);
        signature.update(message);
        return signature.verify(signed);
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return pkcs8(algorithm, der);
            } catch (InvalidKeySpecException e) {
                // It may be of another kind.
            }
        }
        throw new InvalidKeyException("no kind of key that is known");
    }

    private static PrivateKey pkcs8(String algorithm, byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** {@code SEQUENCE { INTEGER 1, OCTET STRING key, [0] OID curve OPTIONAL, ... }}, the curve as PKCS #8 has it. */
    private static byte[] ofCurve(byte[] sec1) throws InvalidKeyException {
        ByteBuffer in = content(ByteBuffer.wrap(sec1), SEQUENCE);
        content(in, INTEGER);
        byte[] scalar = bytes(content(in, OCTETS));
        byte[] curve = bytes(content(in, PARAMETERS));
        byte[] key = der(SEQUENCE, concat(new byte[] {INTEGER, 1, 1}, der(OCTETS, scalar)));
        return wrapped(der(SEQUENCE, concat(EC, curve)), key);
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION, concat(algorithm, der(OCTETS, key))));
    }

    private static ByteBuffer content(ByteBuffer in, int tag) throws InvalidKeyException {
        if ((in.get() & 0xff) != tag) {
            throw new InvalidKeyException("malformed");
        }
        int length = in.get() & 0xff;
        if (length >= 0x80) {
            int more = length - 0x80;
            if (more > 3) {
                throw new InvalidKeyException("malformed");
            }
            length = 0;
            for (int i = 0; i < more; i++) {
                length = length << 8 | (in.get() & 0xff);
            }
        }
        if (length > in.remaining()) {
            throw new InvalidKeyException("malformed");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head;
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length <= 0xff) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else if (length <= 0xffff) {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        }
        return concat(head, content);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
