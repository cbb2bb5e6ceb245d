package io.credstream.model;

/**
 * A place in a ModuleTemplate that makes lifecycle-manager refuse the whole template. Says nothing of what Credstream writes.
 *
 * @param reader what of lifecycle-manager stumbles over it; which versions have it is for the rules to say
 * @param field the place, such as {@code spec.descriptor.component.resources[1].access.type}; names of the format and indices only
 * @param message what is wrong; quotes nothing of the template
 * @param fix what to write instead
 */
public record Refusal(Reader reader, String field, String message, String fix) {

    /** In a sentence, for a person. */
    public String describe() {
        return field + " " + message + "; " + fix;
    }

    /** A part of lifecycle-manager that reads templates. */
    public enum Reader {
        /** Decodes the component descriptor, and makes layers of its resources. */
        DESCRIPTOR,
        /** Makes a selector of the label {@code oci-registry-cred} of each resource with a blob. */
        LABEL
    }
}
