package io.credstream.processor;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Stores that outlive the driver that uses them, as changelogs do. */
final class Retained {

    private final Map<String, NavigableMap<Bytes, byte[]>> contents = new HashMap<>();

    KeyValueBytesStoreSupplier supplier(String name) {
        NavigableMap<Bytes, byte[]> content =
                contents.computeIfAbsent(name, n -> new TreeMap<>(Comparator.<Bytes>naturalOrder()));
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new Store(name, content);
            }

            @Override
            public String metricsScope() {
                return "retained";
            }
        };
    }

    /** The contents now, to come back to. */
    Retained copy() {
        Retained copy = new Retained();
        contents.forEach((name, content) -> copy.contents.put(name, new TreeMap<>(content)));
        return copy;
    }

    /** Puts the content of one store back to what it was. */
    void replace(String name, Retained before) {
        contents.put(name, new TreeMap<>(before.contents.get(name)));
    }

    boolean isEmpty() {
        return contents.values().stream().allMatch(Map::isEmpty);
    }

    /** One store. */
    private static final class Store implements KeyValueStore<Bytes, byte[]> {
        private final String name;
        private final NavigableMap<Bytes, byte[]> content;
        private boolean open;

        Store(String name, NavigableMap<Bytes, byte[]> content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, this::put);
            open = true;
        }

        private void put(byte[] key, byte[] value) {
            put(Bytes.wrap(key), value);
        }

        @Override
        public void put(Bytes key, byte[] value) {
            if (value == null) {
                content.remove(key);
            } else {
                content.put(key, value);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // as Kafka Streams has it
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            return content.putIfAbsent(key, value);
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            entries.forEach(entry -> put(entry.key, entry.value));
        }

        @Override
        @SuppressWarnings("NullAway")
        public byte[] delete(Bytes key) {
            return content.remove(key);
        }

        @Override
        @SuppressWarnings("NullAway")
        public byte[] get(Bytes key) {
            return content.get(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return iterator(content.subMap(from, true, to, true));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return iterator(content);
        }

        @Override
        public long approximateNumEntries() {
            return content.size();
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public Position getPosition() {
            return Position.emptyPosition();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        private static KeyValueIterator<Bytes, byte[]> iterator(Map<Bytes, byte[]> entries) {
            Iterator<Map.Entry<Bytes, byte[]>> all =
                    new TreeMap<>(entries).entrySet().iterator();
            return new KeyValueIterator<>() {
                @Override
                public void close() {}

                @Override
                public Bytes peekNextKey() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    Map.Entry<Bytes, byte[]> next = all.next();
                    return KeyValue.pair(next.getKey(), next.getValue());
                }
            };
        }
    }
}
