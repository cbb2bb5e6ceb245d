package io.credstream.ingest.watch;

import io.credstream.model.ClusterStatus.Budget;

/**
 * The largest object and the largest page of a feed. Reported when it comes near a budget or goes back from there. Not
 * thread-safe.
 */
final class Consumption {

    private final Feed feed;
    private final Budgets budgets;
    private final Sightings sightings;
    private long object;
    private long page;
    private long reportedObject;
    private long reportedPage;

    Consumption(Feed feed, Budgets budgets, Sightings sightings) {
        this.feed = feed;
        this.budgets = budgets;
        this.sightings = sightings;
    }

    /** A list begins, and shows everything anew. */
    void begin() {
        object = 0;
        page = 0;
    }

    /** One that is beyond the budget is left out, which is said of it alone. */
    void object(long bytes) {
        if (bytes <= budgets.objectBytes()) {
            object = Math.max(object, bytes);
        }
    }

    void page(long bytes) {
        page = Math.max(page, bytes);
    }

    void listed() throws InterruptedException {
        watched();
        reportedPage = report(Budget.PAGE_BYTES, page, reportedPage, budgets.pageBytes());
    }

    void watched() throws InterruptedException {
        reportedObject = report(Budget.OBJECT_BYTES, object, reportedObject, budgets.objectBytes());
    }

    private long report(Budget budget, long used, long reported, long limit) throws InterruptedException {
        long news = Budgets.isNear(used, limit) ? used : 0;
        if (news != reported) {
            sightings.put(new Sighting.Used(feed, budget, news, limit));
        }
        return news;
    }
}
