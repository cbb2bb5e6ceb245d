package io.credstream.hostile;

import static io.credstream.hostile.Forged.changed;
import static io.credstream.hostile.Forged.event;
import static io.credstream.hostile.Forged.secret;
import static io.credstream.hostile.Misbehaviour.misbehaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.api.EmbeddedCluster;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;

/** Watches that say what no API server says, more than it says, or nothing. */
final class WrongEvents {

    private static final String UNREACHABLE = "UNREACHABLE";

    private WrongEvents() {}

    static Stream<Misbehaviour> all() {
        return Stream.concat(floods(), events());
    }

    /** What a watch sends. */
    @FunctionalInterface
    private interface Sending {
        void to(Wire wire, EmbeddedCluster honest, Request request) throws IOException;
    }

    private static Misbehaviour watch(String name, Sending sending, String... states) {
        return misbehaviour(
                name,
                (request, honest) -> request.isWatch("secrets")
                        ? wire -> {
                            wire.start();
                            sending.to(wire, honest, request);
                        }
                        : null,
                states);
    }

    /** One that takes a while to do harm. */
    private static Misbehaviour flood(String name, Sending sending, String... states) {
        return watch(name, sending, states).lasting(Duration.ofSeconds(3));
    }

    private static Stream<Misbehaviour> floods() {
        return Stream.of(
                flood(
                                "new Secrets without end",
                                (wire, honest, request) -> {
                                    for (int i = 0; ; i++) {
                                        wire.chunk(Forged.moved(
                                                request, event("ADDED", versioned(secret("w" + i), honest, i))));
                                    }
                                },
                                "WATCHED",
                                "OVER_BUDGET")
                        .inEveryBuild(),
                flood(
                                "one Secret with new labels without end",
                                (wire, honest, request) -> {
                                    for (int i = 0; ; i++) {
                                        String label = "flood-" + i;
                                        ObjectNode object = changed(
                                                secret("flood"),
                                                o -> o.withObject("/metadata/labels")
                                                        .put("x", label));
                                        wire.chunk(
                                                Forged.moved(request, event("MODIFIED", versioned(object, honest, i))));
                                    }
                                },
                                "WATCHED",
                                "OVER_BUDGET",
                                "OVERLOADED")
                        .inEveryBuild(),
                flood(
                        "bookmarks without end",
                        (wire, honest, request) -> {
                            while (true) {
                                wire.chunk(Forged.bookmark(honest));
                            }
                        },
                        "WATCHED",
                        "OVER_BUDGET"),
                watch(
                                "line breaks without end",
                                (wire, honest, request) -> {
                                    while (true) {
                                        wire.chunk("\n".repeat(10_000));
                                    }
                                },
                                UNREACHABLE)
                        .inEveryBuild(),
                watch(
                        "spaces without end",
                        (wire, honest, request) -> {
                            while (true) {
                                wire.chunk(" ".repeat(10_000));
                            }
                        },
                        UNREACHABLE,
                        "OVER_BUDGET"),
                watch("silence", (wire, honest, request) -> wire.hang(), UNREACHABLE),
                // It lives, and is asked again and again; what changes meanwhile is found, late.
                flood("an end at once, each time", (wire, honest, request) -> wire.end(), "WATCHED", UNREACHABLE));
    }

    private static Stream<Misbehaviour> events() {
        return Stream.of(
                said("an event that is no event", "{\"a\":1}\n", UNREACHABLE),
                said("an event of a type that nobody knows", "{\"type\":\"EXPLODED\",\"object\":{}}\n", UNREACHABLE),
                said("null instead of an event", "null\n", UNREACHABLE),
                said(
                        "an event in the middle of another",
                        "{\"type\":\"ADDED\",\"obj{\"type\":\"ADDED\"}\n",
                        UNREACHABLE),
                said(
                        "an error whose code is a word",
                        "{\"type\":\"ERROR\",\"object\":{\"code\":\"x\"}}\n",
                        "OVERLOADED",
                        UNREACHABLE),
                said(
                        "an error whose code says that all is well",
                        "{\"type\":\"ERROR\",\"object\":{\"code\":200}}\n",
                        UNREACHABLE),
                // Each list is complete: what changes is found, late, and the gaps are told.
                said("410 in every watch", "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n", "WATCHED")
                        .lasting(Duration.ofSeconds(2))
                        .inEveryBuild(),
                said(
                        "a bookmark without a version",
                        "{\"type\":\"BOOKMARK\",\"object\":null}\n",
                        UNREACHABLE,
                        "WATCHED"),
                said(
                                "a bookmark of the highest version",
                                "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\""
                                        + "9".repeat(38) + "\"}}}\n",
                                "WATCHED",
                                UNREACHABLE)
                        .inEveryBuild(),
                deletion("a deletion of a neighbour's Secret", "../cp1/kcp-system", "pull"),
                deletion("a deletion in no namespace", "", "cp1/kcp-system/pull"),
                deletion("a deletion of a name with line breaks", "kcp-system", "pull\n/../cp1\u0000"),
                watch(
                        "a deletion before there was a list",
                        (wire, honest, request) -> {
                            wire.chunk(event(
                                    "DELETED",
                                    changed(
                                            secret("never"),
                                            o -> o.withObject("/metadata").put("resourceVersion", "1"))));
                            remain(wire, honest);
                        },
                        "WATCHED"));
    }

    private static Misbehaviour said(String name, String text, String... states) {
        return watch(
                name,
                (wire, honest, request) -> {
                    wire.chunk(text);
                    wire.hang();
                },
                states);
    }

    /** No such object can be: it is left in the dead letters, and nothing is deleted anywhere. */
    private static Misbehaviour deletion(String name, String namespace, String object) {
        return watch(
                        name,
                        (wire, honest, request) -> {
                            wire.chunk(event(
                                    "DELETED",
                                    versioned(
                                            changed(
                                                    secret(object),
                                                    o -> o.withObject("/metadata")
                                                            .put("namespace", namespace)),
                                            honest,
                                            1)));
                            remain(wire, honest);
                        },
                        "WATCHED")
                .withDeadLetter("INVALID_OBJECT");
    }

    /** As a server that has said what it wanted to say. */
    private static void remain(Wire wire, EmbeddedCluster honest) throws IOException {
        while (true) {
            Slow.pause();
            wire.chunk(Forged.bookmark(honest));
        }
    }

    private static ObjectNode versioned(ObjectNode object, EmbeddedCluster honest, int later) {
        BigInteger version = new BigInteger(honest.resourceVersion()).add(BigInteger.valueOf(later));
        object.withObject("/metadata").put("resourceVersion", version.toString());
        return object;
    }
}
