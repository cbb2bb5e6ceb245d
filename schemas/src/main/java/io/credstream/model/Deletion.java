package io.credstream.model;

/**
 * That an object is gone. Travels in the headers of a tombstone, which has no value to carry it.
 *
 * @param version at which the deletion was observed
 */
public record Deletion(Reason reason, String uid, Version version, Cause cause) {
    /** How a deletion came to be known. */
    public enum Reason implements Spelled {
        /** An event of the watch; the object was deleted, or left the watch's selector. */
        WATCH("watch"),
        /** Absent from a complete list. */
        RESYNC("resync"),
        /** Its cluster left the fleet. */
        CLUSTER_REMOVED("cluster-removed");

        private final String display;

        Reason(String display) {
            this.display = display;
        }

        @Override
        public String display() {
            return display;
        }
    }
}
