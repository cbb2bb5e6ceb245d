package io.credstream.hostile;

import static io.credstream.hostile.Misbehaviour.misbehaviour;

import java.io.IOException;
import java.util.stream.Stream;

/** Answers that are not what HTTP, or a Kubernetes API, has. */
final class WrongAnswers {

    private static final String UNREACHABLE = "UNREACHABLE";
    private static final String EMPTY_LIST = "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}";

    private WrongAnswers() {}

    static Stream<Misbehaviour> all() {
        return Stream.of(statuses(), bodies(), slow(), wire()).flatMap(group -> group);
    }

    private static Stream<Misbehaviour> statuses() {
        return Stream.of(
                misbehaviour(
                                "a redirect to a thief",
                                Attack.onReads(
                                        wire -> wire.answer(302, "text/plain", "", "Location: " + Thief.ADDRESS)),
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                        "a permanent redirect to a thief",
                        Attack.onReads(wire -> wire.answer(308, "text/plain", "", "Location: " + Thief.ADDRESS)),
                        UNREACHABLE),
                misbehaviour("401 for ever", status(401), "UNAUTHORIZED").inEveryBuild(),
                misbehaviour(
                        "403 for ever",
                        Attack.onLists("secrets", wire -> wire.answer(403, "application/json", "{}")),
                        "FORBIDDEN"),
                misbehaviour(
                        "404 for ever",
                        Attack.onLists("moduletemplates", wire -> wire.answer(404, "application/json", "{}")),
                        "NOT_SERVED"),
                misbehaviour(
                                "410 for ever",
                                Attack.onLists("secrets", wire -> wire.answer(410, "application/json", "{}")),
                                "OVERLOADED",
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                                "429 until the year 33000",
                                Attack.onReads(wire -> wire.answer(429, "text/plain", "", "Retry-After: 999999999999")),
                                "OVERLOADED")
                        .inEveryBuild(),
                misbehaviour(
                        "429 for a day",
                        Attack.onReads(wire -> wire.answer(429, "text/plain", "", "Retry-After: 86400")),
                        "OVERLOADED"),
                misbehaviour(
                        "503 with a date to retry after",
                        Attack.onReads(wire ->
                                wire.answer(503, "text/plain", "", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")),
                        "OVERLOADED"),
                misbehaviour(
                        "500 with a stack trace of 1 MB",
                        Attack.onReads(wire -> wire.answer(500, "text/plain", Canaries.STEM.repeat(70_000))),
                        "OVERLOADED"),
                misbehaviour("status 999", status(999), UNREACHABLE),
                misbehaviour("204 without a list", status(204), UNREACHABLE),
                misbehaviour(
                        "101 to another protocol",
                        Attack.onReads(wire -> {
                            wire.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n");
                            wire.hang();
                        }),
                        UNREACHABLE));
    }

    private static Attack status(int status) {
        return Attack.onReads(wire -> wire.answer(status, "application/json", ""));
    }

    private static Stream<Misbehaviour> bodies() {
        return Stream.of(
                body("HTML instead of a list", "<html><body>Log in, please</body></html>")
                        .inEveryBuild(),
                body("nothing instead of a list", ""),
                body("null instead of a list", "null"),
                body(
                                "a list of arrays without end in each other",
                                "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[" + "[{\"a\":".repeat(200_000))
                        .inEveryBuild(),
                body("a version like 1e1000000000", "{\"metadata\":{\"resourceVersion\":1e1000000000},\"items\":[]}"),
                body(
                        "a number of a million digits",
                        "{\"metadata\":{\"resourceVersion\":" + "9".repeat(1_000_000) + "},\"items\":[]}"),
                body("a byte order mark before half a list", "\ufeff{\"items\":[{"),
                misbehaviour(
                        "bytes that are no UTF-8",
                        Attack.onLists("secrets", wire -> {
                            wire.start();
                            wire.chunk(
                                    "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":{\"name\":\"");
                            wire.chunk(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff, (byte) 0xfe});
                            wire.chunk("\"}}]}");
                            wire.end();
                        }),
                        UNREACHABLE),
                body("items that are an object", "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":{\"a\":1}}"),
                body(
                        "a list that ends in the middle",
                        "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":"));
    }

    private static Misbehaviour body(String name, String body) {
        return misbehaviour(name, Attack.onLists("secrets", wire -> wire.json(body)), UNREACHABLE);
    }

    private static Stream<Misbehaviour> slow() {
        return Stream.of(
                misbehaviour(
                                "one byte at a time for ever",
                                Attack.onLists("secrets", wire -> {
                                    wire.start();
                                    drip(wire, "[ ");
                                }),
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                                "one byte of the head at a time",
                                Attack.onReads(wire -> {
                                    wire.raw("HTTP/1.1 200 OK\r\nX-Slow: ");
                                    while (true) {
                                        Slow.pause();
                                        wire.raw("x");
                                    }
                                }),
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour("no answer at all", Attack.onReads(Wire::hang), UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                        "a head and no body",
                        Attack.onReads(wire -> {
                            wire.start();
                            wire.hang();
                        }),
                        UNREACHABLE));
    }

    /** Often enough for whoever has patience with each byte. */
    private static void drip(Wire wire, String first) throws IOException {
        wire.chunk("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":" + first);
        while (true) {
            Slow.pause();
            wire.chunk(" ");
        }
    }

    private static Stream<Misbehaviour> wire() {
        return Stream.of(
                misbehaviour(
                                "headers without end",
                                Attack.onReads(wire -> {
                                    wire.raw("HTTP/1.1 200 OK\r\n");
                                    for (int i = 0; ; i++) {
                                        wire.raw("X-Header-" + i + ": " + "x".repeat(1000) + "\r\n");
                                    }
                                }),
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                                "100 Continue without end",
                                Attack.onReads(wire -> {
                                    while (true) {
                                        wire.raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(100));
                                    }
                                }),
                                UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                        "cookies of 7 KB",
                        Attack.onReads(wire -> wire.answer(200, "text/plain", "", "Set-Cookie: a=" + "x".repeat(7000))),
                        UNREACHABLE),
                raw("fewer bytes than said", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + EMPTY_LIST),
                raw("more bytes than said", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + EMPTY_LIST),
                raw("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 52\r\n\r\n" + EMPTY_LIST),
                raw("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + EMPTY_LIST),
                raw("a chunk of -1 bytes", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n" + EMPTY_LIST),
                raw(
                                "a chunk of 2^63 bytes",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n"
                                        + EMPTY_LIST)
                        .inEveryBuild(),
                raw(
                        "a chunk shorter than said",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + EMPTY_LIST + "\r\n0\r\n\r\n"),
                raw(
                        "an encoding that nobody knows",
                        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n\u0001\u0002\u0003"),
                raw("an alert of TLS", "\u0015\u0003\u0003\u0000\u0002\u0002("),
                raw("the greeting of a mail server", "220 mail.example.com ESMTP\r\n"),
                raw("a status that is no number", "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"),
                misbehaviour("a reset instead of an answer", Attack.onReads(Wire::reset), UNREACHABLE)
                        .inEveryBuild(),
                misbehaviour(
                        "a reset in the middle of a list",
                        Attack.onLists("secrets", wire -> {
                            wire.start();
                            wire.chunk("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
                            wire.reset();
                        }),
                        UNREACHABLE));
    }

    private static Misbehaviour raw(String name, String bytes) {
        return misbehaviour(name, Attack.onReads(wire -> wire.raw(bytes)), UNREACHABLE);
    }
}
