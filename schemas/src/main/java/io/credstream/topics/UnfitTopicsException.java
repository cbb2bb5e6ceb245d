package io.credstream.topics;

import java.util.List;
import org.apache.kafka.common.KafkaException;

/** Topics exist that Credstream cannot work with. Its message has a line for every problem, with what to change. */
public final class UnfitTopicsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    UnfitTopicsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
