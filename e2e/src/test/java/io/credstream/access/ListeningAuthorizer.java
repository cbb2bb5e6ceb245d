package io.credstream.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which also keeps what it was asked. Kafka makes it, so what it keeps is found by the broker's name. */
public final class ListeningAuthorizer extends StandardAuthorizer {

    static final String BROKER_NAME = "credstream.test.broker";

    private static final Map<String, Set<Asked>> HEARD = new ConcurrentHashMap<>();

    private Set<Asked> heard = Set.of();

    /** What was asked at a broker so far, and goes on to be. */
    static Set<Asked> heardAt(String broker) {
        return HEARD.computeIfAbsent(broker, unheardOf -> ConcurrentHashMap.newKeySet());
    }

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        heard = heardAt(String.valueOf(settings.get(BROKER_NAME)));
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (action.logIfDenied()) { // otherwise it was not asked for, but left out of an answer
                heard.add(new Asked(
                        context.principal().getName(),
                        action.operation(),
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name(),
                        results.get(i) == AuthorizationResult.ALLOWED));
            }
        }
        return results;
    }
}
