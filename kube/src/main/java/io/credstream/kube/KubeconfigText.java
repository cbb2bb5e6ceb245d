package io.credstream.kube;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a kubeconfig as a document: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it; YAML or JSON. */
final class KubeconfigText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private KubeconfigText() {}

    static Value parse(byte[] bytes) throws Unreadable {
        String text = decode(bytes);
        if (text.stripLeading().startsWith("{")) {
            Value json = JsonReader.read(text);
            if (json != null) {
                return json;
            }
        }
        return YamlReader.read(text);
    }

    private static String decode(byte[] bytes) throws Unreadable {
        try {
            String text =
                    charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Unreadable("file", "is not text in UTF-8", "write it in UTF-8");
        }
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2) {
            int mark = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
            if (mark == 0xfeff) {
                return StandardCharsets.UTF_16BE;
            }
            if (mark == 0xfffe) {
                return StandardCharsets.UTF_16LE;
            }
        }
        return StandardCharsets.UTF_8;
    }
}
