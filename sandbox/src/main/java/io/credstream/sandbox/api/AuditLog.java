package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What an API server has done, as kube-apiserver's audit log tells it at the level {@code RequestResponse}. Kept by readers only. */
public final class AuditLog {

    /**
     * A request that was carried out, whether or not its answer arrived.
     *
     * @param body what was sent with it
     * @param answer what it led to
     */
    public record Entry(ApiRequest request, String body, JsonNode answer) {}

    private final List<Consumer<Entry>> readers = new CopyOnWriteArrayList<>();

    AuditLog() {}

    /** Tells a reader of every request from now on, watches left out, in the order in which they were carried out. It must not wait. */
    public void read(Consumer<Entry> reader) {
        readers.add(reader);
    }

    void add(ApiRequest request, byte[] body, JsonNode answer) {
        for (var reader : readers) {
            reader.accept(new Entry(request, new String(body, StandardCharsets.UTF_8), answer));
        }
    }
}
