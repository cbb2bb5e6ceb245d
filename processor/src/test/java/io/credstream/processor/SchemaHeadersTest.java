package io.credstream.processor;

import static io.credstream.processor.Driver.TOPICS;
import static io.credstream.processor.Sample.CREDENTIAL;
import static io.credstream.processor.Sample.KCP;
import static io.credstream.processor.Sample.MANIFEST;
import static io.credstream.processor.Sample.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Kind;
import io.credstream.processor.Driver.Part;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the processor writes says with which version of the schema, so that an older build knows that it has to wait. */
class SchemaHeadersTest {

    private final Driver driver = new Driver(Part.BOTH);

    @AfterEach
    void close() {
        driver.close();
    }

    @BeforeEach
    void decide() {
        driver.headed(TOPICS.clusters(), KCP, Sample.cluster(KCP), "authorization");
        driver.put(TOPICS.clusterStatus(), KCP, Sample.listed(KCP));
        driver.put(TOPICS.credentials(), CREDENTIAL.key(), Sample.credential(CREDENTIAL, 1, "one"));
        driver.put(TOPICS.manifests(), MANIFEST.key(), Sample.manifest(MANIFEST, 1));
        driver.headed(TOPICS.templates(), TEMPLATE.key(), Sample.template(TEMPLATE, 1), "authorization");
    }

    @Test
    void bindingsAndDecisionsSayTheirVersion() {
        sayTheirVersion(TOPICS.bindings());
        sayTheirVersion(TOPICS.manifestUpdates());
    }

    @Test
    void tombstonesSayNone() {
        sayTheirVersion(TOPICS.bindings());
        driver.delete(TOPICS.templates(), TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 2));
        assertThat(driver.readHeaders(TOPICS.bindings())).isEmpty();
    }

    /** And nothing else: no header of others travels on. */
    private void sayTheirVersion(Topic<?> topic) {
        List<Header> headers = driver.readHeaders(topic);
        assertThat(headers).isNotEmpty().allSatisfy(header -> {
            assertThat(header.key()).isEqualTo(SchemaHeader.NAME);
            assertThat(new String(header.value(), StandardCharsets.US_ASCII)).matches("v[1-9]\\d*");
        });
    }
}
