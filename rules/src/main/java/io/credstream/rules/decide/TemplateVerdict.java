package io.credstream.rules.decide;

import io.credstream.model.Cluster;
import io.credstream.model.Refusal;
import io.credstream.model.Refusal.Reader;
import io.credstream.model.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version of lifecycle-manager makes of a whole template (R3, R4), beside what its layers amount to. It changes what is said, never
 * what is written.
 */
public sealed interface TemplateVerdict {

    /** The newest version that honours labels: what is said where no version is known holds for it. */
    String NEWEST_WITH_LABELS = "1.3.10";

    /** It makes layers of it. */
    record Accepted() implements TemplateVerdict {}

    /** It reads nothing of {@code spec.descriptor}, whatever is in it: the registry has the descriptor. */
    record Unread() implements TemplateVerdict {}

    /**
     * It makes nothing of it: no Manifest follows from the template.
     *
     * @param refusals why, in its order; at least one
     */
    record Refused(List<Refusal> refusals) implements TemplateVerdict {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Judges.
     *
     * @param cluster that has the template, if it is in the fleet. On a runtime no version reads it. Where the version is not known, the
     *     newest that honours labels is meant, unless the template is one for later versions
     */
    static TemplateVerdict of(Template template, @Nullable Cluster cluster) {
        if (cluster != null && cluster.role() == Cluster.Role.RUNTIME) {
            return new Unread();
        }
        return switch (Generation.of(cluster == null ? null : cluster.lifecycleManagerVersion())) {
            case READS_LABELS -> of(template.refusals());
            case READS_DESCRIPTOR ->
                of(template.refusals().stream()
                        .filter(refusal -> refusal.reader() == Reader.DESCRIPTOR)
                        .toList());
            case READS_REGISTRY -> new Unread();
            case UNKNOWN -> isForTheRegistry(template) ? new Unread() : of(template.refusals());
        };
    }

    /** Why it is refused; empty if it is not. */
    default List<Refusal> refusals() {
        return switch (this) {
            case Accepted accepted -> List.of();
            case Unread unread -> List.of();
            case Refused refused -> refused.refusals();
        };
    }

    private static TemplateVerdict of(List<Refusal> refusals) {
        return refusals.isEmpty() ? new Accepted() : new Refused(refusals);
    }

    /** Its descriptor is empty: nothing is read of it, and that is not a problem. */
    private static boolean isForTheRegistry(Template template) {
        return template.component() == null && template.problem() == null;
    }
}
