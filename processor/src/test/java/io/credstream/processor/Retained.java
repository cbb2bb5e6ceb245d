package io.credstream.processor;

import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/** Stores that outlive the driver that uses them, as changelogs do. */
final class Retained {

    private final Map<String, NavigableMap<Bytes, byte[]>> contents = new HashMap<>();
    private final Map<String, Throwable> broken = new HashMap<>();
    private final Counts counts = new Counts();

    private static final class Counts {
        private int writes;
        private int vainDeletions;

        private void deleted(boolean was) {
            writes++;
            vainDeletions += was ? 0 : 1;
        }
    }

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
                return new Store(name, content, broken, counts);
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

    /** From now on, reading or changing this key of a store throws; nothing does if the exception is absent. */
    void breaks(String store, String key, @Nullable Throwable exception) {
        if (exception == null) {
            broken.remove(store + ":" + key);
        } else {
            broken.put(store + ":" + key, exception);
        }
    }

    /** Puts bytes into a store, as a changelog could have them. */
    void put(String store, String key, byte[] bytes) {
        contents.computeIfAbsent(store, name -> new TreeMap<>(Comparator.<Bytes>naturalOrder()))
                .put(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), bytes);
    }

    /** How often anything was put or deleted. */
    int writes() {
        return counts.writes;
    }

    /** How often something was deleted that was not there. */
    int vainDeletions() {
        return counts.vainDeletions;
    }

    void forgetWrites() {
        counts.writes = 0;
        counts.vainDeletions = 0;
    }

    boolean isEmpty() {
        return contents.values().stream().allMatch(Map::isEmpty);
    }

    /** One store. */
    private static final class Store implements KeyValueStore<Bytes, byte[]> {
        private final String name;
        private final NavigableMap<Bytes, byte[]> content;
        private boolean open;

        private final Map<String, Throwable> broken;

        private final Counts counts;

        Store(String name, NavigableMap<Bytes, byte[]> content, Map<String, Throwable> broken, Counts counts) {
            this.name = name;
            this.counts = counts;
            this.content = content;
            this.broken = broken;
        }

        private void check(Bytes key) {
            Throwable exception = broken.get(name + ":" + new String(key.get(), StandardCharsets.UTF_8));
            if (exception instanceof RuntimeException unexpected) {
                throw unexpected;
            } else if (exception instanceof Error error) {
                throw error;
            }
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
            check(key);
            if (value == null) {
                counts.deleted(content.remove(key) != null);
            } else {
                counts.writes++;
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
            check(key);
            byte[] before = content.remove(key);
            counts.deleted(before != null);
            return before;
        }

        @Override
        @SuppressWarnings("NullAway")
        public byte[] get(Bytes key) {
            check(key);
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
