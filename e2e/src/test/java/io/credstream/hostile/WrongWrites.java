package io.credstream.hostile;

import static io.credstream.hostile.Misbehaviour.misbehaviour;

import java.time.Duration;
import java.util.stream.Stream;

/** Answers to what the sink writes. The cluster is watched all the while; its own Manifests wait. */
final class WrongWrites {

    private WrongWrites() {}

    static Stream<Misbehaviour> all() {
        return Stream.of(
                patch("a patch answered with garbage", wire -> wire.json("}{ " + Canaries.STEM)),
                patch("a patch answered without end", wire -> {
                            wire.start();
                            wire.chunk("{\"kind\":\"Manifest\",\"metadata\":{\"name\":\"");
                            while (true) {
                                wire.chunk("a".repeat(1_000_000));
                            }
                        })
                        .lasting(Duration.ofSeconds(3))
                        .inEveryBuild(),
                patch(
                                "a patch answered with a redirect to a thief",
                                wire -> wire.answer(307, "text/plain", "", "Location: " + Thief.ADDRESS))
                        .inEveryBuild(),
                patch("a patch answered a byte at a time", wire -> {
                            wire.start();
                            while (true) {
                                wire.chunk(" ");
                                Slow.pause();
                            }
                        })
                        .inEveryBuild(),
                patch("a patch never answered", Wire::hang),
                patch("a patch answered by a reset", Wire::reset),
                patch(
                        "a patch answered with another object",
                        wire -> wire.json(
                                "{\"kind\":\"Manifest\",\"metadata\":{\"name\":\"cp1-m\",\"namespace\":\"kcp-system\",\"uid\":\"x\",\"resourceVersion\":\"1\"}}")),
                patch("a patch refused with a reason of 2 MB", refused(422, "\u001b[31m" + "x".repeat(2_000_000)))
                        .inEveryBuild(),
                patch("a patch refused with passwords in the reason", refused(422, Canaries.STEM)),
                patch("a patch refused for ever", refused(403, "no")),
                patch("a patch of what is not there", refused(404, "no")),
                patch("a patch in conflict for ever", refused(409, "no")),
                patch(
                        "a patch that is too much",
                        wire -> wire.answer(429, "text/plain", "", "Retry-After: 999999999999")),
                patch("a patch that fails", refused(500, Canaries.STEM)),
                patch("a patch that is done, and is not", wire -> wire.json("{}")),
                patch("headers without end for a patch", wire -> {
                    wire.raw("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        wire.raw("X-Header: " + "x".repeat(1000) + "\r\n");
                    }
                }));
    }

    private static Misbehaviour patch(String name, Attack.Answer answer) {
        return misbehaviour(name, Attack.onPatches(answer), "WATCHED").lasting(Duration.ofSeconds(1));
    }

    private static Attack.Answer refused(int status, String message) {
        return wire -> wire.answer(
                status,
                "application/json",
                Forged.parsed("{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Invalid\",\"code\":" + status
                                + "}")
                        .put("message", message)
                        .toString());
    }
}
