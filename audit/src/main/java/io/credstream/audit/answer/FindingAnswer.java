package io.credstream.audit.answer;

import io.credstream.audit.Named;
import io.credstream.audit.report.Finding;
import io.credstream.audit.report.Finding.Smell;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param because what the finding means
 * @param layer of the subject; absent where it is about no layer in particular
 * @param related credentials that are part of it
 */
public record FindingAnswer(
        Smell finding,
        String because,
        Named subject,
        @Nullable Layer layer,
        String detail,
        List<Named> related) {

    public static FindingAnswer of(Finding finding) {
        return new FindingAnswer(
                finding.smell(),
                finding.smell().display(),
                Named.of(finding.kind(), finding.subject()),
                finding.layer(),
                finding.detail(),
                finding.related().stream()
                        .map(ref -> Named.of(Kind.SECRET, ref))
                        .toList());
    }
}
