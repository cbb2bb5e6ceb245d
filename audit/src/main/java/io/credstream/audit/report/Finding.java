package io.credstream.audit.report;

import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param kind of the subject
 * @param subject what it is about
 * @param layer of the subject; absent where it is about no layer in particular
 * @param detail what is so, for a person; names, labels and registries, never data
 * @param related the credentials that are part of it, in order
 */
public record Finding(
        Smell smell, Kind kind, ObjectRef subject, @Nullable Layer layer, String detail, List<ObjectRef> related)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::smell)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::layer, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::detail);

    public Finding {
        related = List.copyOf(related);
    }

    /** By kind, then by what it is about. */
    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** Kinds of it. */
    public enum Smell {
        /** Lifecycle-manager makes nothing of a template. */
        REFUSED("lifecycle-manager refuses the whole template"),
        /** A layer's label is no selector. */
        INVALID_SELECTOR("the label is no selector"),
        /** A layer selects a credential on which lifecycle-manager fails for all. */
        POISONED("one match is malformed, and spoils the others"),
        /** All that a layer selects is of no use. */
        UNUSABLE("no match is of any use"),
        /** A layer selects nothing. */
        NO_MATCH("selects no credential"),
        /** Nothing that a layer selects is for its registry. */
        NOT_COVERED("no match is for its registry"),
        /** Several different credentials are. */
        AMBIGUOUS("several different credentials are for its registry"),
        /** The layers of one template do not say the same. */
        LAYERS_DIFFER("layers of one module differ"),
        /** No Manifest selects a credential. */
        UNUSED_CREDENTIAL("no Manifest selects it"),
        /** A credential stands where it does not count. */
        NAMESPACE_NOT_ALLOWED("stands where Secrets do not count"),
        /** An entry of a credential has no login, so that it is pulled anonymously with it. */
        NO_LOGIN("has entries without a login"),
        /** A credential is less than it seems. */
        REMARKED("is not all as it should be"),
        /** A registry is spoken to without encryption. */
        PLAIN_HTTP("may be spoken to over plain HTTP"),
        /** The same secret is in several places. */
        SHARED_SECRET("one secret in many places"),
        /** A Manifest carries a selector that is not ours. */
        FOREIGN_SELECTOR("a selector that is not ours");

        private final String display;

        Smell(String display) {
            this.display = display;
        }

        /** For a person. */
        public String display() {
            return display;
        }
    }
}
