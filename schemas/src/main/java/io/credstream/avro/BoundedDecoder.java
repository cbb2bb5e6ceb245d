package io.credstream.avro;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary encoding from bytes that anybody may have written. Every length and every count is checked against what is
 * left before anything is allocated or skipped, so a record costs at most a small multiple of its own size. (Avro's own decoder
 * allocates first: a length of two gigabytes in fifteen bytes ends the process.)
 *
 * <p>Throws {@link IOException} or {@link AvroRuntimeException}, whose messages hold nothing of the bytes.
 */
final class BoundedDecoder extends Decoder {

    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD = 0x7f;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private int position;

    BoundedDecoder(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    /** How many bytes are left. */
    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return switch (next()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new AvroRuntimeException("neither true nor false");
        };
    }

    @Override
    public int readInt() throws IOException {
        long raw = varint(LONGEST_INT);
        if (raw >>> Integer.SIZE != 0) {
            throw new AvroRuntimeException("an int of more than 32 bits");
        }
        int zigzag = (int) raw;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = varint(LONGEST_LONG);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(littleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        int start = position;
        position += length;
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(start, length);
        }
        return text;
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = length();
        int start = position;
        position += length;
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public void skipBytes() throws IOException {
        int length = length(); // which moves the position itself
        position += length;
    }

    @Override
    public void readFixed(byte[] into, int start, int length) throws IOException {
        require(length);
        System.arraycopy(bytes, position, into, start, length);
        position += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        require(length);
        position += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return count();
    }

    @Override
    public long arrayNext() throws IOException {
        return count();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return count();
    }

    @Override
    public long mapNext() throws IOException {
        return count();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /** Of a block. Every element of the model takes at least a byte, so there cannot be more of them than bytes are left. */
    private int count() throws IOException {
        long count = readLong();
        if (count < 0) {
            require(readLong()); // the size of the block, which whoever reads it has no use for
            count = -count;
        }
        return require(count);
    }

    private int skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipBytes();
            count = readLong();
        }
        return require(count);
    }

    private int length() throws IOException {
        return require(readLong());
    }

    /** Holds for the smallest of all longs too, which is its own negation. */
    private int require(long wanted) throws IOException {
        if (wanted < 0) {
            throw new AvroRuntimeException("a negative length");
        }
        if (wanted > remaining()) {
            throw new EOFException("a length beyond the end");
        }
        return (int) wanted;
    }

    private int next() throws IOException {
        require(1);
        return bytes[position++];
    }

    private long varint(int longest) throws IOException {
        long value = 0;
        for (int i = 0; i < longest; i++) {
            int read = next();
            value |= (long) (read & PAYLOAD) << (i * PAYLOAD_BITS);
            if (read >= 0) {
                return value;
            }
        }
        throw new AvroRuntimeException("a number without an end");
    }

    private long littleEndian(int width) throws IOException {
        require(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes[position++] & 0xffL) << (i * Byte.SIZE);
        }
        return value;
    }

    /** Text with the replacement character in it may be what was written, or what Java makes of bytes that are not text. */
    @SuppressWarnings("UnusedException") // it says at which byte, and that is all
    private void requireUtf8(int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
        } catch (CharacterCodingException e) {
            throw new AvroRuntimeException("text that is not UTF-8");
        }
    }
}
