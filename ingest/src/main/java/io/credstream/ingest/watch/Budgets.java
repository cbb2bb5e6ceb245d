package io.credstream.ingest.watch;

import io.credstream.model.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of one cluster ingest takes. The defaults are more than four times what a fleet is planned for: 25,400 Manifests and
 * 2,500 runtimes a control plane, and objects as large as etcd takes them, which is about 1.5 MiB.
 *
 * @param objectBytes one object, and one line of a watch, as the API server sends it
 * @param pageBytes one page of a list
 * @param manifests of one cluster
 * @param objects of one cluster, of each other kind
 * @param runtimes kubeconfig Secrets on a control plane that discovers
 */
public record Budgets(int objectBytes, int pageBytes, int manifests, int objects, int runtimes) {

    public static final Budgets DEFAULTS = new Budgets(8 << 20, 512 << 20, 110_000, 20_000, 12_000);

    /** Of one answer that is no list: a server's version, its namespace {@code kube-system}, the versions of an API group. */
    static final int ANSWER_BYTES = 2 << 20;

    /** From this part of a budget on, a cluster is said to come near it. */
    private static final double NEAR = 0.8;

    private static final int SMALLEST_OBJECT = 4_096;

    public Budgets withObjectBytes(int bytes) {
        return new Budgets(bytes, pageBytes, manifests, objects, runtimes);
    }

    public Budgets withPageBytes(int bytes) {
        return new Budgets(objectBytes, bytes, manifests, objects, runtimes);
    }

    public Budgets withManifests(int count) {
        return new Budgets(objectBytes, pageBytes, count, objects, runtimes);
    }

    public Budgets withObjects(int count) {
        return new Budgets(objectBytes, pageBytes, manifests, count, runtimes);
    }

    public Budgets withRuntimes(int count) {
        return new Budgets(objectBytes, pageBytes, manifests, objects, count);
    }

    /** How many objects of a kind. */
    public int count(Kind kind) {
        return switch (kind) {
            case SECRET, MODULE_TEMPLATE -> objects;
            case MANIFEST -> manifests;
        };
    }

    /** How many objects a feed may have in topics or in memory. */
    int count(Feed feed) {
        return feed.kubeconfigs() ? runtimes : count(feed.kind());
    }

    /** Whether a budget is used so far that somebody should know. */
    public static boolean isNear(long used, long limit) {
        return used >= NEAR * limit;
    }

    /** All that is wrong, each with what to write instead. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (objectBytes < SMALLEST_OBJECT) {
            problems.add("objectBytes: is " + objectBytes + "; write at least " + SMALLEST_OBJECT);
        }
        if (pageBytes < objectBytes) {
            problems.add("pageBytes: is " + pageBytes + "; write at least objectBytes, " + objectBytes);
        }
        requirePositive("manifests", manifests, problems);
        requirePositive("objects", objects, problems);
        requirePositive("runtimes", runtimes, problems);
        return problems;
    }

    private static void requirePositive(String field, int value, List<String> problems) {
        if (value < 1) {
            problems.add(field + ": is " + value + "; write at least 1");
        }
    }
}
