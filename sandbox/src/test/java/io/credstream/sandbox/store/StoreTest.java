package io.credstream.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

    private static final ResourceKind KIND = ResourceKind.SECRETS;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theHistoryLeadsFromAnyVersionItReachesToAnyOther(long seed) {
        // Given
        var random = new Random(seed);
        var store = new Store(64);
        var states = new TreeMap<BigInteger, NavigableMap<ObjectKey, ObjectNode>>();
        for (int i = 0; i < 500; i++) {
            write(store, random, i);
            states.put(store.version(), store.now(KIND, null).objects());
        }
        // Then
        states.forEach((version, state) -> {
            var view = store.asOf(KIND, null, version);
            if (store.after(version, 0).expired()) {
                assertThat(view).isNull();
            } else {
                assertThat(view).isNotNull().extracting(Store.View::objects).isEqualTo(state);
                assertThat(follow(store, version, new TreeMap<>(state)))
                        .isEqualTo(states.lastEntry().getValue());
            }
        });
        assertThat(states.keySet().stream()
                        .filter(version -> !store.after(version, 0).expired()))
                .hasSize(65);
    }

    private static void write(Store store, Random random, int value) {
        var key = new ObjectKey("n" + random.nextInt(3), "o" + random.nextInt(8));
        var kind = random.nextInt(4) == 0 ? ResourceKind.EVENTS : KIND;
        if (random.nextInt(3) == 0 && store.get(kind, key) != null) {
            store.remove(kind, key);
        } else {
            store.put(kind, key, Json.object().put("value", value));
        }
    }

    private static Map<ObjectKey, ObjectNode> follow(
            Store store, BigInteger from, NavigableMap<ObjectKey, ObjectNode> state) {
        var position = from;
        while (true) {
            var changes = store.after(position, 7).changes();
            if (changes.isEmpty()) {
                return state;
            }
            for (var change : changes) {
                assertThat(change.version()).isGreaterThan(position);
                position = change.version();
                if (change.kind().equals(KIND)) {
                    assertThat(state.get(change.key())).isEqualTo(change.before());
                    if (change.after() == null) {
                        state.remove(change.key());
                    } else {
                        state.put(change.key(), change.after());
                    }
                }
            }
        }
    }

    @Test
    void everyWriteRaisesTheVersionByOne() {
        var store = new Store(8);
        var key = new ObjectKey("n", "o");
        store.put(KIND, key, Json.object());
        store.put(KIND, key, Json.object());
        store.remove(KIND, key);
        store.remove(KIND, key);
        assertThat(store.version()).isEqualTo(3);
    }

    @Test
    void aRestoreGoesBackAndForgetsWhatCameAfter() {
        // Given
        var store = new Store(8);
        store.put(KIND, new ObjectKey("n", "old"), Json.object());
        var backup = store.contents();
        store.put(KIND, new ObjectKey("n", "new"), Json.object());
        // When
        store.restore(backup);
        // Then
        assertThat(store.version()).isEqualTo(1);
        assertThat(store.keys(KIND)).containsExactly(new ObjectKey("n", "old"));
        assertThat(store.after(BigInteger.ZERO, 9).expired()).isTrue();
        assertThat(store.after(BigInteger.TWO, 9)).isEqualTo(new Store.Batch(List.of(), BigInteger.ONE, false));
    }
}
