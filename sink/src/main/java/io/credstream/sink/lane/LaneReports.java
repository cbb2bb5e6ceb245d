package io.credstream.sink.lane;

import io.credstream.kube.Trouble;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;

/** What a lane has to say of the decisions that it was given. */
public interface LaneReports {

    /** It has not been carried out yet because of its cluster, and will be tried again. Once per decision and outage. */
    void delayed(Decision decision, Trouble trouble);

    /** A fuse holds it. Once per decision. */
    void held(Decision decision);

    /** A change is about more Manifests of a control plane than its fuse lets pass, and is held from now on. */
    void blown(String cluster, Fuse.Blow blow);

    /** It was written, and telling of that with an Event failed unexpectedly. */
    void unannounced(Decision decision);

    /** Its last word. */
    void settled(Decision decision, Outcome.Settled outcome);

    /** It has become moot: there is a newer decision about the same Manifest, or none any more. */
    void moot(Decision decision);
}
