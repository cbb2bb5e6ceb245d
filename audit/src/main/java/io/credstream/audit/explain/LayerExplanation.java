package io.credstream.audit.explain;

import io.credstream.model.BindingState;
import io.credstream.model.Credential.Flaw;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a layer is as it is.
 *
 * @param owner whose the selector on the Manifest is
 * @param observed that selector, as canonical JSON; absent when there is none
 * @param wanted what the template says; {@code Unlabelled} too when it has no such layer
 * @param repository what is pulled; absent when unknown
 * @param selected every credential that matches, in order
 * @param searched the namespaces in which credentials were looked for
 * @param nearMisses those that nearly match, nearest first
 */
public record LayerExplanation(
        Layer layer,
        Owner owner,
        @Nullable String observed,
        LayerSelector wanted,
        BindingState state,
        Rule rule,
        @Nullable String repository,
        List<Selected> selected,
        List<String> searched,
        List<NearMiss> nearMisses) {

    public LayerExplanation {
        selected = List.copyOf(selected);
        searched = List.copyOf(searched);
        nearMisses = List.copyOf(nearMisses);
    }

    /** Whose a selector on a Manifest is (R12). */
    public enum Owner {
        /** The Manifest lacks the layer. */
        NO_LAYER,
        /** There is no selector. */
        NOBODY,
        /** It hashes to what we wrote last. */
        US,
        /** Somebody else wrote it, or changed it. */
        SOMEBODY_ELSE
    }

    /**
     * A credential that the selector matches.
     *
     * @param registries what it is for, as it spells them
     * @param covering that of them which covers what is pulled; absent when none does
     * @param used whether lifecycle-manager's keychain takes that entry: it does if no other credential has a more exact one
     * @param anonymous instead, the entry that comes first and has no login; absent when there is none
     * @param problem why it is of no use; absent when it is fine
     * @param flaw what is wrong with malformed data; absent when they are not, or when that is not recorded
     */
    public record Selected(
            ObjectRef credential,
            List<String> registries,
            @Nullable String covering,
            boolean used,
            @Nullable RegistryEntry anonymous,
            @Nullable Problem problem,
            @Nullable Flaw flaw) {
        public Selected {
            registries = List.copyOf(registries);
        }
    }
}
