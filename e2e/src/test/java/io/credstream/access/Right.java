package io.credstream.access;

import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** A line of {@code deploy/kafka/acls}. */
public record Right(String who, AclOperation operation, ResourcePattern resource) {

    public static final Path FOLDER = Path.of("..", "deploy", "kafka");

    private static final Set<AclOperation> IMPLY_DESCRIBE = Set.of(AclOperation.READ, AclOperation.WRITE);

    /** All of them. */
    public static List<Right> all() {
        try {
            return Files.readAllLines(FOLDER.resolve("acls")).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Right::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of each kind of which somebody has rights. */
    static List<Right> ofEachKind(String who) {
        Map<String, Right> kinds = new LinkedHashMap<>();
        of(who).forEach(right -> kinds.putIfAbsent(
                right.operation + " " + right.resource.resourceType() + " " + right.resource.patternType(), right));
        return List.copyOf(kinds.values());
    }

    static List<Right> of(String who) {
        return all().stream().filter(right -> right.who.equals(who)).toList();
    }

    private static Right parse(String line) {
        String[] columns = line.split(" +", -1);
        if (columns.length != 5) {
            throw new IllegalArgumentException("five columns are expected: " + line);
        }
        String name = columns[4].equals("-") ? "" : columns[4];
        return new Right(
                columns[0],
                SecurityUtils.operation(columns[1]),
                new ResourcePattern(
                        ResourceType.valueOf(constant(columns[2])),
                        Topics.DEFAULT_PREFIX + name,
                        PatternType.valueOf(constant(columns[3]))));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** As the brokers keep it. */
    AclBinding binding() {
        return binding("User:" + user(who));
    }

    /** The same to somebody whom the brokers call otherwise. */
    public AclBinding binding(String principal) {
        return new AclBinding(resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    /** What the brokers call somebody. */
    public static String user(String who) {
        return "credstream-" + who;
    }

    /** Whether it is enough for an operation. */
    boolean allows(AclOperation wanted, ResourceType type, String name) {
        return resource.resourceType() == type
                && (resource.patternType() == PatternType.PREFIXED
                        ? name.startsWith(resource.name())
                        : name.equals(resource.name()))
                && (wanted == operation || (wanted == AclOperation.DESCRIBE && IMPLY_DESCRIBE.contains(operation)));
    }

    /** What a service is expected to say when it lacks the right: as much as Kafka tells. */
    String[] refusal() {
        return switch (operation) {
            case DESCRIBE, DESCRIBE_CONFIGS -> new String[] {"Kafka does not allow this"};
            case CREATE -> new String[] {TopicAuthorizationException.class.getSimpleName()};
            default ->
                switch (resource.resourceType()) {
                    case TOPIC -> new String[] {TopicAuthorizationException.class.getSimpleName(), resource.name()};
                    case GROUP -> new String[] {GroupAuthorizationException.class.getSimpleName(), resource.name()};
                    default -> new String[] {TransactionalIdAuthorizationException.class.getSimpleName()};
                };
        };
    }

    @Override
    public String toString() {
        return "%s: %s %s %s %s"
                .formatted(who, operation, resource.resourceType(), resource.patternType(), resource.name());
    }
}
