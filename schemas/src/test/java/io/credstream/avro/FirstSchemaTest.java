package io.credstream.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/** Records that were written with the first schemas, and will be in the topics for as long as their objects are. */
class FirstSchemaTest {

    @Test
    void aCredentialSaysNothingOfWhatTheFirstSchemaDidNotKnow() throws Exception {
        Schema first = SchemaVersions.of(Credential.class).getFirst();
        GenericRecord ref = of(first, "ref", Map.of("cluster", "kcp", "namespace", "kcp-system", "name", "cred"));
        GenericRecord version = of(first, "version", Map.of("incarnation", 1L, "resourceVersion", "7"));
        GenericRecord entry =
                new GenericData.Record(first.getField("registries").schema().getElementType());
        entry.put("registry", "reg.io");
        entry.put("plainHttp", false);
        entry.put("fingerprints", Map.of("k1", "aa"));
        entry.put("secretFingerprints", Map.of("k1", "bb"));
        entry.put("revision", "r");
        GenericRecord cause = new GenericData.Record(
                first.getField("cause").schema().getTypes().getLast());
        cause.put("user", "test");
        cause.put("command", "test");
        GenericRecord written = new GenericData.Record(first);
        written.put("ref", ref);
        written.put("uid", "uid");
        written.put("version", version);
        written.put("labels", Map.of("a", "b"));
        written.put("registries", List.of(entry));
        written.put("fingerprints", Map.of("k1", "cc"));
        written.put("cause", cause);
        ByteBuffer encoded = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), first).encode(written);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);

        assertThat(AvroSerde.of(Credential.class).decode(bytes))
                .isEqualTo(new Credential(
                        new ObjectRef("kcp", "kcp-system", "cred"),
                        "uid",
                        new Version(1, "7"),
                        Map.of("a", "b"),
                        List.of(new RegistryEntry("reg.io", Map.of("k1", "aa"), Map.of("k1", "bb"), "r")),
                        Map.of("k1", "cc"),
                        null,
                        null,
                        new Cause.Request("test", "test")));
    }

    private static GenericRecord of(Schema schema, String field, Map<String, Object> values) {
        GenericRecord record = new GenericData.Record(schema.getField(field).schema());
        values.forEach(record::put);
        return record;
    }
}
