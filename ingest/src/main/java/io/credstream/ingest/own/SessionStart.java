package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.model.ClusterStatus.Condition;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * Makes and starts sessions.
 *
 * @param comparableKeys ids of fingerprint keys; see {@link HeldCredentials}
 * @param queue where sessions put what they see
 */
record SessionStart(
        Inventory inventory,
        Set<String> comparableKeys,
        ClusterWatch.Shared watching,
        SplittableGenerator random,
        BlockingQueue<Envelope> queue) {

    Session make(Member member, Known known, StatusBook book) {
        return new Session(
                member, known, book, inventory, queue, watching.settings().budgets());
    }

    /** @param doubt why the cluster has not been watched up to now */
    void start(Session session, Condition doubt) {
        session.hold(comparableKeys);
        session.start(doubt, watching, random.split());
    }
}
