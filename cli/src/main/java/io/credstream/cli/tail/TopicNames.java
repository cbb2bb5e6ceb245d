package io.credstream.cli.tail;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Nearest;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the topics that somebody names, with the prefix or without. */
public final class TopicNames {
    private TopicNames() {}

    /**
     * In the order in which they were named, each once.
     *
     * @throws Failure naming all that are none
     */
    public static List<Topic<?>> resolve(Collection<String> names, Topics topics, String prefix) {
        List<String> known = topics.all().stream()
                .map(topic -> topic.name().substring(prefix.length()))
                .toList();
        List<Topic<?>> found = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            int at = known.indexOf(bare);
            if (at < 0) {
                unknown.add("There is no topic '" + name + "'" + Nearest.hint(bare, known) + "; name one of "
                        + String.join(", ", known) + ".");
            } else if (!found.contains(topics.all().get(at))) {
                found.add(topics.all().get(at));
            }
        }
        if (!unknown.isEmpty()) {
            throw new Failure(ExitCode.USAGE, unknown);
        }
        return found;
    }
}
