package io.credstream.simulation.service;

import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store of a task in memory. Values are immutable, so it keeps them as they are. */
final class TaskStore implements KeyValueStore<String, Object> {

    private final String name;
    private final NavigableMap<String, Object> content;
    private final BiConsumer<String, @Nullable Object> changelog;

    /** @param changelog told of each change, in order */
    TaskStore(String name, NavigableMap<String, Object> restored, BiConsumer<String, @Nullable Object> changelog) {
        this.name = name;
        this.content = new TreeMap<>(restored);
        this.changelog = changelog;
    }

    @Override
    public void put(String key, @Nullable Object value) {
        if (value == null) {
            content.remove(key);
        } else {
            content.put(key, value);
        }
        changelog.accept(key, value);
    }

    @Override
    @SuppressWarnings("NullAway") // as Kafka Streams has it
    public Object putIfAbsent(String key, Object value) {
        Object before = content.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<String, Object>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    @SuppressWarnings("NullAway")
    public Object delete(String key) {
        Object before = content.get(key);
        put(key, null);
        return before;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Object get(String key) {
        return content.get(key);
    }

    @Override
    public KeyValueIterator<String, Object> range(String from, String to) {
        return iterator(content.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<String, Object> all() {
        return iterator(content);
    }

    @Override
    public long approximateNumEntries() {
        return content.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException("it is made restored");
    }

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static KeyValueIterator<String, Object> iterator(NavigableMap<String, Object> entries) {
        Iterator<KeyValue<String, Object>> all = entries.entrySet().stream()
                .map(entry -> KeyValue.pair(entry.getKey(), entry.getValue()))
                .toList()
                .iterator();
        return new KeyValueIterator<>() {
            @Override
            public void close() {}

            @Override
            public String peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public KeyValue<String, Object> next() {
                return all.next();
            }
        };
    }
}
