package io.credstream.kube;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Which type a scalar without quotes has: the one that kubectl gives it, which is that of YAML 1.1 as Go's library reads it. {@code y} is a
 * boolean, {@code 0o17} and {@code 017} are 15, {@code 08} is 8, {@code 1:30} and dates are text.
 */
public final class PlainScalars extends Resolver {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final int[] RADIX = {16, 2, 8, 10};
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();

    /** Longer ones than any number that a computer counts with. */
    private static final int MAX_LENGTH = 512;

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        if (kind != NodeId.scalar || !implicit) {
            return super.resolve(kind, value, implicit);
        }
        if (value.equals("<<")) {
            return Tag.MERGE;
        }
        if (NULLS.contains(value)) {
            return Tag.NULL;
        }
        if (truth(value).isPresent()) {
            return Tag.BOOL;
        }
        return NOT_FINITE.matcher(value).matches() || number(value).isPresent() ? Tag.FLOAT : Tag.STR;
    }

    /** What a boolean says; empty for what is not one. */
    public static Optional<Boolean> truth(String text) {
        return TRUE.contains(text) ? Optional.of(true) : FALSE.contains(text) ? Optional.of(false) : Optional.empty();
    }

    /** Which number it is; empty for what is not one, and for those that JSON does not have. */
    public static Optional<BigDecimal> number(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || "0123456789+-.".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        String plain = text.replace("_", "");
        Optional<BigDecimal> integer = integer(plain);
        return integer.isPresent() || !FLOAT.matcher(plain).matches() ? integer : decimal(plain);
    }

    private static Optional<BigDecimal> integer(String plain) {
        Matcher matcher = INTEGER.matcher(plain);
        if (matcher.matches()) {
            for (int i = 0; i < RADIX.length; i++) {
                String digits = matcher.group(i + 2);
                if (digits != null) {
                    BigInteger value = new BigInteger(matcher.group(1).replace("+", "") + digits, RADIX[i]);
                    return value.compareTo(MOST) <= 0 && value.compareTo(LEAST) >= 0
                            ? Optional.of(new BigDecimal(value))
                            : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> decimal(String plain) {
        double value = Double.parseDouble(plain);
        return Double.isFinite(value) ? Optional.of(new BigDecimal(Double.toString(value))) : Optional.empty();
    }
}
