package io.credstream.avro;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Ways in which an encoded record can be spoilt. */
final class Mutations {

    private Mutations() {}

    static byte[] of(byte[] valid, RandomGenerator random) {
        byte[] bytes = valid.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 0; left--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> flip(bytes, at, random);
                case 1 -> Arrays.copyOf(bytes, at);
                case 2 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
                case 3 -> spliced(bytes, at, huge(random));
                case 4 -> set(bytes, at, (byte) random.nextInt());
                default -> spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at));
            };
        }
        return bytes;
    }

    private static byte[] flip(byte[] bytes, int at, RandomGenerator random) {
        return set(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(Byte.SIZE))));
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    /** A number as Avro writes it: of gigabytes, or less than nothing. */
    private static byte[] huge(RandomGenerator random) {
        byte[] number = new byte[1 + random.nextInt(10)];
        Arrays.fill(number, (byte) 0xff);
        number[number.length - 1] = (byte) random.nextInt(0x80);
        return number;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] with) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + with.length);
        System.arraycopy(with, 0, all, at, with.length);
        System.arraycopy(bytes, at, all, at + with.length, bytes.length - at);
        return all;
    }
}
