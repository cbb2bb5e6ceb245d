package io.credstream.cli.text;

import io.credstream.model.Credential.Flaw;
import io.credstream.model.Credential.Problem;
import io.credstream.model.RegistryEntry;
import io.credstream.model.RegistryEntry.NoLogin;
import org.jspecify.annotations.Nullable;

/** What is wrong with a credential, to be read after its name. Names registries and fields, never data. */
public final class CredentialText {

    /** What comes before every Secret where Google's registries are pulled from. */
    public static final String GOOGLE =
            "Google's own credentials, if lifecycle-manager's environment has any: for this registry it asks for the Secrets"
                    + " only if there are none";

    private CredentialText() {}

    /** What a problem means. */
    public static String trouble(Problem problem, @Nullable Flaw flaw) {
        return switch (problem) {
            case WRONG_TYPE -> "is of no type for registries";
            case MISSING_DATA -> "lacks the data that its type demands";
            case MALFORMED -> flaw == null ? "has data that are not of the form that its type demands" : flaw.display();
        };
    }

    /** Why nobody is logged in with an entry that comes first. */
    public static String anonymous(RegistryEntry entry) {
        NoLogin noLogin = entry.noLogin();
        return "whose entry " + entry.registry() + " comes first and has "
                + (noLogin == null ? NoLogin.EMPTY : noLogin).display() + ": lifecycle-manager pulls anonymously";
    }
}
