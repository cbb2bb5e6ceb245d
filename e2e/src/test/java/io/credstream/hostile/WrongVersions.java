package io.credstream.hostile;

import static io.credstream.hostile.Misbehaviour.harmless;
import static io.credstream.hostile.Misbehaviour.misbehaviour;

import io.credstream.sandbox.api.EmbeddedCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Versions, pages, identities and dates that lie. */
final class WrongVersions {

    private static final String HIGHEST = "9".repeat(38);

    private WrongVersions() {}

    static Stream<Misbehaviour> all() {
        AtomicLong falling = new AtomicLong(1_000_000_000_000L);
        AtomicLong pages = new AtomicLong(1_000_000_000_000L);
        AtomicLong identities = new AtomicLong();
        AtomicLong dates = new AtomicLong();
        return Stream.of(
                list("a version that is a word", "\"abc\"", "UNREACHABLE"),
                list("a version of 40 digits", "\"" + "9".repeat(40) + "\"", "UNREACHABLE"),
                list("a negative version", "\"-5\"", "UNREACHABLE"),
                list("no version", "null", "UNREACHABLE"),
                // Nothing tells it from a cluster that is far ahead; when it comes back, it is a restored one.
                list("the highest version there is", "\"" + HIGHEST + "\"", "WATCHED")
                        .inEveryBuild(),
                // Each list is of a cluster that was restored once more, and is believed.
                misbehaviour(
                                "versions that run backwards",
                                (request, honest) -> request.isList("secrets")
                                        ? wire -> wire.json(listOf(honest, "\"" + falling.getAndDecrement() + "\"", ""))
                                        : null,
                                "WATCHED",
                                "CONNECTING",
                                "OVERLOADED")
                        .lasting(Duration.ofSeconds(2))
                        .inEveryBuild(),
                misbehaviour(
                                "pages of which each has another version",
                                (request, honest) -> request.isList("secrets")
                                        ? wire ->
                                                wire.json(listOf(honest, "\"" + pages.incrementAndGet() + "\"", "more"))
                                        : null,
                                "OVERLOADED",
                                "UNREACHABLE",
                                "OVER_BUDGET")
                        .inEveryBuild(),
                misbehaviour(
                                "a next page that is always the same",
                                (request, honest) -> request.isList("secrets")
                                        ? wire -> wire.json(listOf(honest, "\"5\"", "again"))
                                        : null,
                                "OVERLOADED",
                                "UNREACHABLE",
                                "OVER_BUDGET")
                        .inEveryBuild(),
                misbehaviour(
                        "a next page whose name is 1 MB long",
                        (request, honest) -> request.isList("secrets")
                                ? wire -> wire.json(listOf(honest, "\"5\"", "x".repeat(1_000_000)))
                                : null,
                        "OVERLOADED",
                        "UNREACHABLE",
                        "OVER_BUDGET"),
                harmless(
                        "the identity of a neighbour",
                        Attack.on(
                                Request::isIdentity,
                                wire -> wire.json(
                                        "{\"metadata\":{\"uid\":\"00000000-0000-0000-0000-000000000001\"}}"))),
                misbehaviour(
                                "another identity at each request",
                                (request, honest) -> request.isIdentity()
                                        ? wire -> wire.json(
                                                "{\"metadata\":{\"uid\":\"uid-" + identities.incrementAndGet() + "\"}}")
                                        : null,
                                "WATCHED",
                                "CONNECTING",
                                "OVERLOADED")
                        .lasting(Duration.ofSeconds(2))
                        .inEveryBuild(),
                misbehaviour(
                        "an identity that is an object",
                        Attack.on(Request::isIdentity, wire -> wire.json("{\"metadata\":{\"uid\":{\"a\":[1]}}}")),
                        "WATCHED"),
                misbehaviour(
                        "a clock that jumps by years",
                        (request, honest) -> request.isServerVersion()
                                ? wire -> wire.answer(
                                        200,
                                        "application/json",
                                        "{\"gitVersion\":\"v1.34.0\"}",
                                        "Date: " + date(dates.incrementAndGet()))
                                : null,
                        "CLOCK_SKEW",
                        "WATCHED"),
                misbehaviour(
                        "a date of 60 KB",
                        Attack.on(
                                Request::isServerVersion,
                                wire -> wire.answer(
                                        200,
                                        "application/json",
                                        "{\"gitVersion\":\"v1.34.0\"}",
                                        "Date: " + "Mon ".repeat(1500))),
                        "WATCHED",
                        "UNREACHABLE"));
    }

    private static String date(long request) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.parse(request % 2 == 0 ? "1999-01-01T00:00:00Z" : "2999-01-01T00:00:00Z")
                        .atOffset(ZoneOffset.UTC));
    }

    private static Misbehaviour list(String name, String version, String state) {
        return misbehaviour(
                name,
                (request, honest) -> request.isList("secrets") ? wire -> wire.json(listOf(honest, version, "")) : null,
                state);
    }

    private static String listOf(EmbeddedCluster honest, String version, String next) {
        return "{\"metadata\":{\"resourceVersion\":%s,\"continue\":\"%s\"},\"items\":[%s]}"
                .formatted(version, next, String.join(",", Forged.honestItems(honest, "secrets")));
    }
}
