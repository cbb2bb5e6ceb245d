package io.credstream.benchmarks.watches;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * What the client library costs by itself: three watches for each cluster, nothing done with what they say. Prints a line when all
 * are open, and ends with its input.
 *
 * <p>{@code watches} are plain ones on one HTTP stack, the least that there is; {@code informers} are the library's own, as its
 * documentation has them, with a client for each cluster.
 */
final class FloorProgram {

    private static final String SELECTED = "operator.kyma-project.io/managed-by";

    private FloorProgram() {}

    public static void main(String[] arguments) throws IOException {
        boolean informers = arguments[0].equals("informers");
        Path folder = Path.of(arguments[1]);
        int clusters = Integer.parseInt(arguments[2]);
        List<Object> held = new ArrayList<>();
        Shared shared = informers ? null : new Shared();
        for (int i = 0; i < clusters; i++) {
            Config config = new ConfigBuilder(Config.fromKubeconfig(
                            FleetProgram.kubeconfig(folder, i).toFile()))
                    .withOnlyHttpWatches(true)
                    .build();
            KubernetesClientBuilder builder = new KubernetesClientBuilder().withConfig(config);
            KubernetesClient client =
                    shared == null ? builder.build() : shared.on(builder).build();
            held.add(client);
            held.addAll(follow(client, informers));
        }
        System.out.println(held.size());
        while (System.in.read() >= 0) {
            // An order to stay.
        }
    }

    /** One of everything that can be had once. */
    private record Shared(VertxHttpClientFactory http, Executor tasks, KubernetesSerialization serialization) {
        private Shared() {
            this(
                    new VertxHttpClientFactory(Vertx.vertx()),
                    Executors.newVirtualThreadPerTaskExecutor(),
                    new KubernetesSerialization());
        }

        private KubernetesClientBuilder on(KubernetesClientBuilder builder) {
            return builder.withHttpClientFactory(http)
                    .withTaskExecutor(tasks)
                    .withKubernetesSerialization(serialization);
        }
    }

    private static List<Object> follow(KubernetesClient client, boolean informers) {
        return List.of(
                follow(
                        client.secrets().inNamespace(FleetProgram.NAMESPACE).withLabel(SELECTED, "lifecycle-manager"),
                        informers),
                follow(
                        client.genericKubernetesResources(custom("ModuleTemplate", "moduletemplates"))
                                .inAnyNamespace(),
                        informers),
                follow(
                        client.genericKubernetesResources(custom("Manifest", "manifests"))
                                .inAnyNamespace(),
                        informers));
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R> Object follow(
            FilterWatchListDeletable<T, L, R> objects, boolean informers) {
        Ignoring<T> ignoring = new Ignoring<>();
        return informers ? objects.inform(ignoring) : objects.watch(ignoring);
    }

    /** Hears everything, and keeps nothing. */
    private static final class Ignoring<T> implements Watcher<T>, ResourceEventHandler<T> {

        @Override
        public void eventReceived(Action action, T resource) {}

        @Override
        public void onClose(WatcherException cause) {}

        @Override
        public void onAdd(T object) {}

        @Override
        public void onUpdate(T before, T now) {}

        @Override
        public void onDelete(T object, boolean unknown) {}
    }

    private static ResourceDefinitionContext custom(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("operator.kyma-project.io")
                .withVersion("v1beta2")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
