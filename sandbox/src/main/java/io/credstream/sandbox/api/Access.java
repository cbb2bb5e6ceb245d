package io.credstream.sandbox.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on one cluster: tokens stand for users, and every user may do everything until told otherwise.
 *
 * <p>An unknown token is a 401, a request that its user may not make a 403.
 */
public final class Access {

    private static final String BEARER = "Bearer ";

    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final Map<String, Predicate<ApiRequest>> rules = new ConcurrentHashMap<>();
    private final Supplier<String> newToken;
    private volatile Optional<String> anonymous = Optional.empty();

    Access(Supplier<String> newToken) {
        this.newToken = newToken;
    }

    /** {@return a new token for a user, who need not be known} */
    public String issueToken(String user) {
        var token = newToken.get();
        users.put(token, user);
        return token;
    }

    /** Makes a token invalid; requests already under way, watches included, go on. */
    public void revoke(String token) {
        users.remove(token);
    }

    /** Allows a user exactly the requests that match, and no others. */
    public void allowOnly(String user, Predicate<ApiRequest> allowed) {
        rules.put(user, allowed);
    }

    /** Forbids a user the requests that match, in addition to what is forbidden already. */
    public void forbid(String user, Predicate<ApiRequest> forbidden) {
        rules.merge(user, forbidden.negate(), Predicate::and);
    }

    /**
     * Takes requests without a token for those of a user; without this they are a 401.
     *
     * <p>kubectl sends no token over plain HTTP, so this is how it can look at an embedded cluster.
     */
    public void takeAnonymousFor(String user) {
        anonymous = Optional.of(user);
    }

    Optional<String> userOf(@Nullable String authorization) {
        if (authorization == null) {
            return anonymous;
        }
        return authorization.startsWith(BEARER)
                ? Optional.ofNullable(users.get(authorization.substring(BEARER.length())))
                : Optional.empty();
    }

    boolean allows(ApiRequest request) {
        var rule = rules.get(request.user());
        return rule == null || rule.test(request);
    }
}
