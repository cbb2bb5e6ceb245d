package io.credstream.cli.explain;

import io.credstream.audit.explain.NearMiss.Obstacle;
import java.util.List;

/** What keeps a credential from a selector, after its name. */
final class ObstacleText {
    private ObstacleText() {}

    static String of(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.Missing(String key, List<String> wanted) ->
                "lacks the label " + key + (wanted.isEmpty() ? "" : "=" + String.join(" or ", wanted));
            case Obstacle.Other(String key, String present, List<String> wanted) ->
                "has " + key + "=" + present + " where " + String.join(" or ", wanted) + " is wanted";
            case Obstacle.Unwanted(String key, String present) -> "has " + key + "=" + present + ", which is ruled out";
            case Obstacle.Namespace(String namespace, List<String> allowed) ->
                "has the right labels, but stands in " + namespace + ": Secrets count in " + String.join(", ", allowed)
                        + " (R7)";
        };
    }
}
