package io.credstream.simulation.guarantee;

/** While one control plane is dead, the others get what is theirs, within seconds. */
public final class InnocentUnharmed implements Guarantee {

    private final Converges converges;

    public InnocentUnharmed(Converges converges) {
        this.converges = converges;
    }

    @Override
    public void whileOthersAreDead(Situation living) {
        converges.complaint(living).ifPresent(what -> {
            throw broken(what);
        });
        if (!living.pending().isEmpty()) {
            throw broken("decisions are pending about " + living.pending());
        }
    }
}
