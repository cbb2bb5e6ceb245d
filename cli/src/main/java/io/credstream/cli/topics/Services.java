package io.credstream.cli.topics;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.topics.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The services that use topics of a prefix, as their consumer groups show them. */
final class Services {

    private static final List<String> NAMES = List.of("ingest", "processor", "sink");

    private Services() {}

    /**
     * Returns if none is running.
     *
     * @throws Failure that names those that are
     */
    static void requireStopped(Admin admin, List<String> prefixes) throws InterruptedException {
        List<String> running = new ArrayList<>();
        for (String group :
                prefixes.stream().flatMap(Services::groups).distinct().toList()) {
            int members = members(admin, group);
            if (members > 0) {
                running.add("The consumer group " + group + " has " + members + (members == 1 ? " member" : " members")
                        + "; stop that service, on every machine, and run this again");
            }
        }
        if (!running.isEmpty()) {
            throw new Failure(ExitCode.FAILURE, running);
        }
    }

    /** Of all services of a prefix. */
    static Stream<String> groups(String prefix) {
        return NAMES.stream().map(name -> prefix + name);
    }

    private static int members(Admin admin, String group) throws InterruptedException {
        try {
            return Await.of(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .mapToInt(description -> description.members().size())
                    .sum();
        } catch (GroupIdNotFoundException never) {
            return 0;
        }
    }
}
