package io.credstream.sink.lane;

import io.credstream.kube.Trouble;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import java.util.ArrayList;
import java.util.List;

/** What lanes said: {@code APPLIED 3}, {@code delayed 3}, {@code moot 3}, with the offset of the decision. */
public class RecordedReports implements LaneReports {

    public final List<String> all = new ArrayList<>();

    @Override
    public void delayed(Decision decision, Trouble trouble) {
        all.add("delayed " + decision.at().offset());
    }

    @Override
    public void held(Decision decision) {
        all.add("held " + decision.at().offset());
    }

    @Override
    public void blown(String cluster, Fuse.Blow blow) {
        all.add("blown " + blow.change().describe() + " > " + blow.limit());
    }

    @Override
    public void unannounced(Decision decision) {
        all.add("unannounced " + decision.at().offset());
    }

    @Override
    public void settled(Decision decision, Outcome.Settled outcome) {
        all.add(outcome.result() + " " + decision.at().offset());
    }

    @Override
    public void moot(Decision decision) {
        all.add("moot " + decision.at().offset());
    }
}
