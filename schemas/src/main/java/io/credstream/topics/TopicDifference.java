package io.credstream.topics;

/** What of a topic is not as it has to be. Sealed, so that whoever tells of one has something to say of each. */
public sealed interface TopicDifference {

    /** The topic's name. */
    String topic();

    /** What is the matter, in a few words. */
    String what();

    /** What to do about it. */
    String fix();

    /** All of it in a line, for a service that cannot start. */
    default String describe() {
        return "topic " + topic() + " " + what() + "; " + fix();
    }

    /** Not there. */
    record Missing(String topic) implements TopicDifference {
        @Override
        public String what() {
            return "is missing";
        }

        @Override
        public String fix() {
            return "make it with 'credstream topics apply', or as 'credstream topics print -o commands' says";
        }
    }

    /**
     * It has another number of partitions than the topics that meet it in one task, which would never see its records. Partitions
     * cannot be taken away, and to add some moves keys away from their records and from the processor's state; so what is left is to
     * begin anew under other names. No topic is to be deleted for it, for this cannot tell for certain which of them was altered.
     */
    record OtherPartitions(String topic, int is, int shouldBe) implements TopicDifference {
        @Override
        public String what() {
            return "has " + is + (is == 1 ? " partition" : " partitions") + ", the topics that are read with it have "
                    + shouldBe;
        }

        @Override
        public String fix() {
            return "stop the services and move to other topics with 'credstream topics copy --to-prefix NEW --partitions "
                    + Math.max(is, shouldBe) + "'";
        }
    }

    /** It would lose history. */
    record OtherSetting(String topic, String setting, String is, String shouldBe) implements TopicDifference {
        @Override
        public String what() {
            return "would lose history: " + setting + " is " + is;
        }

        @Override
        public String fix() {
            return "set it to " + shouldBe + ": kafka-configs.sh --alter --topic " + topic + " --add-config " + setting
                    + "=" + shouldBe.substring(shouldBe.lastIndexOf(' ') + 1);
        }
    }
}
