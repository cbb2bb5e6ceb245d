package io.credstream.sink.lane;

import org.jspecify.annotations.Nullable;

/**
 * To how many Manifests of a control plane one change may be written before it is held (R21).
 *
 * @param manifests absent for any number
 * @param announcements the same, of writes that tell of nothing but another revision of the credentials
 */
record FuseLimits(@Nullable Integer manifests, @Nullable Integer announcements) {

    static final FuseLimits NONE = new FuseLimits(null, null);

    /** The limit of writes that are announcements, or of those that are not. */
    int of(boolean announcement) {
        Integer limit = announcement ? announcements : manifests;
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
