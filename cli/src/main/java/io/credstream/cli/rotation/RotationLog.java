package io.credstream.cli.rotation;

import io.credstream.audit.Fleet;
import io.credstream.audit.answer.RotationAnswer;
import io.credstream.audit.rotation.ContentChange;
import io.credstream.audit.rotation.Rotation;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.model.Credential;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the log says of a credential's last change. */
final class RotationLog {

    private final LogReader log;

    RotationLog(LogReader log) {
        this.log = log;
    }

    /** The last change of a credential's content. */
    ContentChange change(String name) {
        String key = log.key(name, log.topics().credentials(), "credential");
        List<TopicRecord<Credential>> history = new ArrayList<>();
        read(log.topics().credentials(), Set.of(key), Cut.START, history);
        return ContentChange.last(history)
                .orElseThrow(() ->
                        new Failure(ExitCode.CANNOT_KNOW, List.of("The log has only kept that " + key + " is gone.")));
    }

    /** How far it has come. */
    RotationAnswer rotation(String name) {
        ContentChange change = change(name);
        Fleet fleet = log.fleet();
        Set<String> selecting = fleet.users().getOrDefault(change.after().ref(), Collections.emptySortedSet()).stream()
                .map(ObjectRef::key)
                .collect(Collectors.toSet());
        List<TopicRecord<Manifest>> since = new ArrayList<>();
        if (!selecting.isEmpty()) {
            read(log.topics().manifests(), selecting, log.before(new When.At(change.time())), since);
        }
        return RotationAnswer.of(Rotation.of(
                change,
                fleet,
                since.stream()
                        .filter(record -> record instanceof TopicRecord.Value)
                        .map(record -> (TopicRecord.Value<Manifest>) record)
                        .toList()));
    }

    private <V extends Record> void read(Topic<V> topic, Set<String> keys, Cut from, List<TopicRecord<V>> into) {
        log.inOrder(List.of(topic), keys, from, log.cut(), new LogSink() {
            @Override
            @SuppressWarnings("unchecked") // of the one topic that is read
            public <W extends Record> void accept(Topic<W> same, TopicRecord<W> record) {
                into.add((TopicRecord<V>) record);
            }
        });
    }
}
