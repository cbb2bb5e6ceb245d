package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The client library's own calls, as the services make them. */
abstract class ClientContract extends ApiServerContract {

    @Test
    void listsInPages() {
        createSecret("a", "");
        createSecret("b", "");
        var secrets = api.client().secrets().inNamespace(namespace);
        var first = secrets.list(new ListOptionsBuilder().withLimit(1L).build());
        var second = secrets.list(new ListOptionsBuilder()
                .withLimit(1L)
                .withContinue(first.getMetadata().getContinue())
                .build());
        assertThat(first.getItems())
                .extracting(item -> item.getMetadata().getName())
                .containsExactly("a");
        assertThat(second.getItems())
                .extracting(item -> item.getMetadata().getName())
                .containsExactly("b");
        assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    /**
     * One event after the other: of two that arrive as the web socket opens, fabric8's client has been seen to hand over the second one
     * first, or alone. What the server sends from a version on is tested on the raw stream, which is what ingest reads.
     */
    @Test
    void watchesThroughAWebSocket() throws InterruptedException {
        // Given
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        var options = new ListOptionsBuilder()
                .withResourceVersion(version(ok(api.get(secrets()))))
                .withAllowWatchBookmarks(true)
                .withTimeoutSeconds(30L)
                .build();
        var watch = api.client().secrets().inNamespace(namespace).watch(options, collectInto(seen));
        try {
            for (String name : List.of("a", "b")) {
                // When
                createSecret(name, "");
                // Then
                assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED " + name);
            }
        } finally {
            watch.close();
        }
    }

    private static Watcher<Secret> collectInto(BlockingQueue<String> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret secret) {
                if (action != Action.BOOKMARK) {
                    seen.add(action + " " + secret.getMetadata().getName());
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed");
            }
        };
    }

    @Test
    void patchesInOneRequest() {
        createManifest("m");
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager("credstream")
                .build();
        var patched = api.client().resource(manifestStub("m")).patch(context, """
                        [{"op": "test", "path": "/spec/install/source/credSecretSelector", "value": null},
                         {"op": "add", "path": "/spec/install/source/credSecretSelector",
                          "value": {"matchLabels": {"a": "b"}}}]""");
        assertThat(patched.<String>get("spec", "install", "source", "credSecretSelector", "matchLabels", "a"))
                .isEqualTo("b");
    }

    private GenericKubernetesResource manifestStub(String name) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("operator.kyma-project.io/v1beta2")
                .withKind("Manifest")
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    @Test
    void createsEvents() {
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName("m.")
                .withNamespace(namespace)
                .endMetadata()
                .withType("Normal")
                .withReason("Bound")
                .withNewInvolvedObject()
                .withKind("Manifest")
                .withName("m")
                .withNamespace(namespace)
                .endInvolvedObject()
                .build();
        var created = api.client().v1().events().resource(event).create();
        assertThat(created.getMetadata().getName()).startsWith("m.");
        assertThat(api.client().v1().events().inNamespace(namespace).list().getItems())
                .hasSize(1);
    }

    @Test
    void readsCustomObjectsWithoutAModel() {
        createManifest("m");
        var manifests = api.client().genericKubernetesResources("operator.kyma-project.io/v1beta2", "Manifest");
        assertThat(manifests.inNamespace(namespace).withName("m").get().<String>get("spec", "version"))
                .isEqualTo("1.0.0");
    }
}
