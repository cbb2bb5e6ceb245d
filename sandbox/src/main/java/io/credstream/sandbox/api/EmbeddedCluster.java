package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Store;
import io.credstream.sandbox.store.Writes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One embedded API server: how to reach it, what is in it, and what goes wrong with it. Safe for use by any thread.
 *
 * <p>It starts with the namespaces {@code default}, {@code kube-system}, {@code kcp-system} and {@code kyma-system}, all
 * of {@link ResourceKind#ALL}, and an administrator's token.
 */
public final class EmbeddedCluster {

    /** Everything in a cluster at one version, as a backup of its storage has it. */
    public static final class Snapshot {
        private final Store.Contents contents;

        private Snapshot(Store.Contents contents) {
            this.contents = contents;
        }
    }

    private static final String STORM = "storm";
    private static final List<String> FIRST_NAMESPACES = List.of("default", "kube-system", "kcp-system", "kyma-system");

    private final String id;
    private final URI url;
    private final Store store;
    private final Catalog catalog = new Catalog();
    private final Faults faults = new Faults();
    private final RequestCounts requests = new RequestCounts();
    private final AuditLog audit = new AuditLog();
    private final Access access;
    private final Writes writes;
    private final Watches watches;
    private final ApiServer server;
    private final String adminToken;
    private volatile ClusterSettings settings = ClusterSettings.DEFAULT;

    EmbeddedCluster(String id, URI url, FleetOptions options, RandomGenerator random, Vertx vertx) {
        this.id = id;
        this.url = url;
        store = new Store(options.historySize());
        InstantSource clock = () -> options.clock().instant().plus(settings.clockOffset());
        writes = new Writes(store, random, clock);
        access = new Access(() -> "sandbox-token-" + writes.newUid());
        watches = new Watches(store, () -> settings);
        server = new ApiServer(
                vertx, clock, catalog, new Operations(store, writes), watches, access, faults, requests, audit);
        adminToken = access.issueToken("sandbox-admin");
        FIRST_NAMESPACES.forEach(as("kube-apiserver")::createNamespace);
    }

    /** {@return the name that it has in the fleet} */
    public String id() {
        return id;
    }

    /** {@return the address of its API, a path included} */
    public URI url() {
        return url;
    }

    /** {@return a token that may do everything} */
    public String adminToken() {
        return adminToken;
    }

    /** {@return a kubeconfig for the administrator} */
    public String kubeconfig() {
        return kubeconfig(adminToken);
    }

    /** {@return a kubeconfig for whoever a token stands for} */
    public String kubeconfig(String token) {
        return Kubeconfig.of(id, url, token);
    }

    /** Writes the administrator's kubeconfig to a file. */
    public Path writeKubeconfig(Path file) throws IOException {
        return Files.writeString(file, kubeconfig());
    }

    /** {@return access to the objects past HTTP, in the name of a field manager} */
    public ClusterUser as(String fieldManager) {
        return new ClusterUser(fieldManager, store, writes, catalog);
    }

    /** {@return who may do what} */
    public Access access() {
        return access;
    }

    /** {@return what goes wrong with requests} */
    public Faults faults() {
        return faults;
    }

    /** {@return how many requests came in} */
    public RequestCounts requests() {
        return requests;
    }

    /** {@return what it is asked, and what comes of it} */
    public AuditLog audit() {
        return audit;
    }

    /** Changes how it behaves; what is open already goes on as before. */
    public void configure(UnaryOperator<ClusterSettings> change) {
        settings = change.apply(settings);
    }

    /** Serves a kind in some of its versions, the installation of a missing kind included; in the first if none is named. */
    public void serve(ResourceKind kind, String... versions) {
        catalog.serve(kind, versions.length == 0 ? kind.versions().subList(0, 1) : List.of(versions));
    }

    /** Deletes the definition of a kind: its objects go, its watches end, its paths are unknown from now on. */
    public void uninstall(ResourceKind kind) {
        catalog.remove(kind);
        store.keys(kind).forEach(key -> store.remove(kind, key));
        watches.end(kind);
    }

    /** {@return the version of its latest write} */
    public String resourceVersion() {
        return store.version().toString();
    }

    /** Goes on from another version, of at most 128 bits; a lower one cuts connections and ends the history. */
    public void moveTo(String resourceVersion) {
        var version = new BigInteger(resourceVersion);
        if (version.signum() < 0 || version.bitLength() > 128) {
            throw new IllegalArgumentException("not a resource version: " + resourceVersion);
        }
        boolean back = version.compareTo(store.version()) < 0;
        store.moveTo(version);
        if (back) {
            server.cut();
        }
    }

    /** {@return a backup of its objects and its version} */
    public Snapshot snapshot() {
        return new Snapshot(store.contents());
    }

    /** Restores a backup, as one restores etcd: objects and versions go back, and every connection is cut. */
    public void restore(Snapshot snapshot) {
        store.restore(snapshot.contents);
        server.cut();
    }

    /** Forgets the history: watches and pages of lists from any version before this one are gone. */
    public void compact() {
        store.compact();
    }

    /** Gives {@code kube-system}, and so the cluster, another identity. */
    public void changeIdentity() {
        var key = new ObjectKey("", "kube-system");
        store.exclusively(() -> {
            var namespace = store.get(ResourceKind.NAMESPACES, key);
            if (namespace == null) {
                throw new IllegalStateException("kube-system was deleted");
            }
            var other = namespace.deepCopy();
            other.withObject("/metadata").put("uid", writes.newUid());
            return store.put(ResourceKind.NAMESPACES, key, other);
        });
    }

    /** {@return how many watches are open} */
    public int openWatches() {
        return watches.count();
    }

    /** Lets open watches fall silent without closing them: no events, no bookmarks, no end. New ones work. */
    public void stallOpenWatches() {
        watches.stall(false);
    }

    /** As {@link #stallOpenWatches}, and those that are opened later too. */
    public void stallAllWatches() {
        watches.stall(true);
    }

    /** Lets watches that fell silent go on where they were. */
    public void resumeWatches() {
        watches.resume();
    }

    /** Closes the connection of every request under way, watches included. */
    public void cutConnections() {
        server.cut();
    }

    /** Closes every connection that is or will be used for this cluster, until it is brought up again. */
    public void takeDown() {
        server.takeDown();
    }

    /** Ends {@link #takeDown}. */
    public void bringUp() {
        server.bringUp();
    }

    /**
     * Writes to the objects of a kind in turn, as fast as it goes.
     *
     * @param change what each write does to the object that it is given; it has to differ from write to write
     */
    public void storm(ResourceKind kind, int updates, Consumer<ObjectNode> change) {
        var keys = store.keys(kind);
        if (keys.isEmpty()) {
            throw new IllegalStateException("there are no " + kind.plural());
        }
        for (int i = 0; i < updates; i++) {
            var key = keys.get(i % keys.size());
            as(STORM).edit(kind, key.namespace(), key.name(), change);
        }
    }

    ApiServer server() {
        return server;
    }
}
