package io.credstream.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.cli.output.Tree;
import io.credstream.cli.text.Words;
import io.credstream.model.Deletion;
import io.credstream.model.HoldDown;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import io.credstream.read.TopicRecord.Tombstone;
import io.credstream.read.TopicRecord.Unreadable;
import io.credstream.read.TopicRecord.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log as a line of JSON. It says where the record is and when it was appended, and then one of three things:
 * {@code value}; {@code tombstone}, with why there is one; {@code problem}, if nobody can read it. {@code cause} is what the record
 * follows from.
 */
public final class RecordLine {

    /** For the help. */
    public static final List<String> FIELDS = List.of(
            "  topic, partition, offset  where it is",
            "  timestamp                 when the broker appended it",
            "  key                       what it is about; null if nobody can read the record",
            "  cause                     the record or the observation that it follows from",
            "  value                     what it says, or",
            "  tombstone                 that it is gone: reason, uid, version; each null where nothing is said; heldDownUntil",
            "                            where nothing is pending because somebody keeps overwriting the Manifest, or",
            "  problem                   why nobody can read it, as a code of the dead letters; NewerSchema if only a newer",
            "                            release of Credstream can, with which version that needs in 'needs'");

    private static final String CAUSE = "cause";
    private static final String NEWER = "NewerSchema";

    private RecordLine() {}

    /** Without the end of the line. */
    public static String of(TopicRecord<?> record) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("topic", record.at().topic());
        line.put("partition", record.at().partition());
        line.put("offset", record.at().offset());
        line.put("timestamp", record.time().toString());
        switch (record) {
            case Value<?> value -> {
                ObjectNode tree = Tree.of(value.value());
                JsonNode cause = tree.remove(CAUSE);
                line.put("key", value.key());
                line.set(CAUSE, Objects.requireNonNullElseGet(cause, JsonNodeFactory.instance::nullNode));
                line.set("value", tree);
            }
            case Tombstone<?> tombstone -> {
                Deletion deletion = tombstone.deletion();
                line.put("key", tombstone.key());
                line.put(CAUSE, deletion == null ? null : deletion.cause().describe());
                line.set("tombstone", tombstone(deletion, tombstone.holdDown()));
            }
            case Unreadable<?> unreadable -> {
                line.putNull("key");
                line.putNull(CAUSE);
                NewerRecord newer = unreadable.newer();
                line.put("problem", newer == null ? Words.of(unreadable.code()) : NEWER);
                if (newer != null) {
                    line.put("needs", newer.schema().describe());
                }
            }
        }
        return line.toString();
    }

    private static ObjectNode tombstone(@Nullable Deletion deletion, @Nullable HoldDown holdDown) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("reason", deletion == null ? null : deletion.reason().display());
        node.put("uid", deletion == null ? null : deletion.uid());
        node.set("version", deletion == null ? null : Tree.of(deletion.version()));
        if (holdDown != null) {
            node.put("heldDownUntil", holdDown.until().toString());
        }
        return node;
    }
}
