package io.credstream.topics;

/** What of a topic is not as it has to be. Sealed, so that whoever tells of one has something to say of each. */
public sealed interface TopicDifference {

    /** The topic's name. */
    String topic();

    /** What is the matter, in a few words. */
    default String what() {
        return switch (this) {
            case Missing missing -> "is missing";
            case OtherPartitions(String topic, int is, int shouldBe) ->
                "has " + is + (is == 1 ? " partition" : " partitions") + ", the topics that are read with it have "
                        + shouldBe;
            case OtherSetting(String topic, String setting, String is, String shouldBe) ->
                "would lose history: " + setting + " is " + is;
        };
    }

    /** What to do about it. */
    default String fix() {
        return switch (this) {
            case Missing missing ->
                "make it with 'credstream topics apply', or as 'credstream topics print -o commands' says";
            case OtherPartitions(String topic, int is, int shouldBe) ->
                "stop the services and move to other topics with 'credstream topics copy --to-prefix NEW --partitions "
                        + Math.max(is, shouldBe) + "'";
            case OtherSetting(String topic, String setting, String is, String shouldBe) ->
                "set it to " + shouldBe + ": kafka-configs.sh --alter --topic " + topic + " --add-config " + setting
                        + "=" + shouldBe.substring(shouldBe.lastIndexOf(' ') + 1);
        };
    }

    /** All of it in a line, for a service that cannot start. */
    default String describe() {
        return "topic " + topic() + " " + what() + "; " + fix();
    }

    /** Not there. */
    record Missing(String topic) implements TopicDifference {}

    /**
     * It has another number of partitions than the topics that meet it in one task, which would never see its records. Partitions
     * cannot be taken away, and to add some moves keys away from their records and from the processor's state; so what is left is to
     * begin anew under other names. No topic is to be deleted for it, for this cannot tell for certain which of them was altered.
     */
    record OtherPartitions(String topic, int is, int shouldBe) implements TopicDifference {}

    /** It would lose history. */
    record OtherSetting(String topic, String setting, String is, String shouldBe) implements TopicDifference {}
}
