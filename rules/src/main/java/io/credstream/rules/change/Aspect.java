package io.credstream.rules.change;

import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.rules.Digest;
import io.credstream.rules.decide.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changes of a Manifest apart from the rest: one change can be about its selector, another one about its revision. */
public enum Aspect {
    INSTALL,
    CONFIG,
    /** The state, and which selectors are ours. */
    STATE,
    REVISION;

    /** Whether credentials have no say in it: only what a template asks for, or an operator. */
    boolean isSelector() {
        return switch (this) {
            case INSTALL, CONFIG -> true;
            case STATE, REVISION -> false;
        };
    }

    /** The digest of what was observed of it. */
    String observed(Decision.Update decision) {
        return value(decision, true);
    }

    /** The digest of what it is to become. */
    String desired(Decision.Update decision) {
        return value(decision, false);
    }

    private String value(Decision.Update decision, boolean before) {
        ManifestAnnotations annotations =
                before ? decision.update().expected() : decision.update().desired();
        return switch (this) {
            case INSTALL -> selector(decision, Layer.INSTALL, before);
            case CONFIG -> selector(decision, Layer.CONFIG, before);
            case STATE -> digest(annotations.applied(), annotations.state());
            case REVISION -> digest(annotations.revision());
        };
    }

    private static String selector(Decision.Update decision, Layer layer, boolean before) {
        List<@Nullable String> selector = new ArrayList<>();
        decision.selectors().stream()
                .filter(of -> of.layer() == layer)
                .forEach(of -> selector.add(before ? of.observed() : of.desired()));
        return Digest.of(selector);
    }

    private static String digest(@Nullable String... parts) {
        return Digest.of(Arrays.asList(parts));
    }
}
