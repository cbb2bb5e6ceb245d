package io.credstream.audit.answer;

import io.credstream.audit.Facts;
import io.credstream.model.Refusal;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import java.util.List;

/**
 * A ModuleTemplate, as far as credentials are concerned.
 *
 * @param refused why the lifecycle-manager of its control plane refuses all of it; empty if it does not
 */
public record TemplateAnswer(TopicRecord.Value<Template> observed, List<Refusal> refused) {

    public TemplateAnswer {
        refused = List.copyOf(refused);
    }

    public static TemplateAnswer of(TopicRecord.Value<Template> observed, Facts facts) {
        return new TemplateAnswer(observed, facts.verdict(observed.value()).refusals());
    }

    public Template template() {
        return observed.value();
    }
}
