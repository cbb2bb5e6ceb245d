package io.credstream.projection;

import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The label selector of the Secrets that API servers are asked for, in Kubernetes' notation: {@code a=b}, {@code a!=b},
 * {@code a in (b,c)}, {@code a notin (b,c)}, {@code a}, {@code !a}, separated by commas, all of which have to hold.
 */
public final class SecretSelector {

    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*([^\\s!=<>,()]+)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s!=<>,()]+)\\s*(==?|!=)\\s*([^\\s!=<>,()]*)");
    private static final Pattern SET = Pattern.compile("([^\\s!=<>,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)");

    /** What lifecycle-manager reads. */
    public static final SecretSelector DEFAULT = parse(Kyma.MANAGED_BY + "=" + Kyma.LIFECYCLE_MANAGER);

    /** The text is not a selector. */
    public static final class Invalid extends IllegalArgumentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String problem;
        private final String fix;

        private Invalid(String problem, String fix) {
            super(problem + "; " + fix);
            this.problem = problem;
            this.fix = fix;
        }

        public String problem() {
            return problem;
        }

        /** What to write instead. */
        public String fix() {
            return fix;
        }
    }

    private final String text;
    private final List<Requirement> requirements;

    private SecretSelector(String text, List<Requirement> requirements) {
        this.text = text;
        this.requirements = List.copyOf(requirements);
    }

    /**
     * Parses a selector.
     *
     * @throws Invalid if it is not a selector, or empty, which would select every Secret
     */
    public static SecretSelector parse(String text) {
        if (text.isBlank()) {
            throw new Invalid("the selector is empty and would select every Secret", "name a label");
        }
        return new SecretSelector(
                text.strip(),
                Arrays.stream(BETWEEN.split(text, -1))
                        .map(String::strip)
                        .map(SecretSelector::requirement)
                        .toList());
    }

    /** What these labels do not fulfil; empty if they are selected. */
    public List<Requirement> unmet(Map<String, String> labels) {
        return requirements.stream()
                .filter(requirement -> !requirement.matches(labels))
                .toList();
    }

    /** Whether what it demands concerns a label. */
    public boolean concerns(String label) {
        return requirements.stream().anyMatch(requirement -> requirement.key().equals(label));
    }

    private static Requirement requirement(String text) {
        Matcher presence = PRESENCE.matcher(text);
        if (presence.matches()) {
            boolean absent = !presence.group(1).isEmpty();
            return of(text, presence.group(2), absent ? Operator.DOES_NOT_EXIST : Operator.EXISTS, List.of());
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            Operator operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return of(text, equality.group(1), operator, List.of(equality.group(3)));
        }
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = new ArrayList<>();
            for (String value : set.group(3).split(",", -1)) {
                values.add(value.strip());
            }
            return of(text, set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        throw new Invalid(
                "'" + text + "' is not a label selector",
                "use key=value, key!=value, key in (a,b), key notin (a,b), key or !key");
    }

    private static Requirement of(String text, String key, Operator operator, List<String> values) {
        LabelSyntax.problemOfKey(key).ifPresent(fix -> {
            throw new Invalid("'" + text + "' names an invalid label key", fix);
        });
        for (String value : values) {
            LabelSyntax.problemOfValue(value).ifPresent(fix -> {
                throw new Invalid("'" + text + "' names an invalid label value", fix);
            });
        }
        return new Requirement(key, operator, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretSelector selector && selector.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As an API server is asked. */
    @Override
    public String toString() {
        return text;
    }
}
