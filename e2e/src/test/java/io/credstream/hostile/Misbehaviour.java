package io.credstream.hostile;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that a hostile cluster does, and what an operator shall see of it.
 *
 * @param name says what it does
 * @param attack how
 * @param states the conditions of which one has to be its state while it does
 * @param deadLetters the codes of which one has to be that of a dead letter; none if there need not be any
 * @param heard whether what the cluster says besides is heard all the same: its own rotation arrives too
 * @param lasting how long it does it at least, where it takes time to do harm
 * @param everyBuild whether it is part of every build, and not of the whole matrix only
 */
record Misbehaviour(
        String name,
        Attack attack,
        Set<String> states,
        Set<String> deadLetters,
        boolean heard,
        Duration lasting,
        boolean everyBuild) {

    /** One after which the cluster is in one of these states. */
    static Misbehaviour misbehaviour(String name, Attack attack, String... states) {
        return new Misbehaviour(name, attack, set(states), Set.of(), false, Duration.ZERO, false);
    }

    /** One that is no trouble: everything that there is is watched, and what was shown besides is what it is. */
    static Misbehaviour harmless(String name, Attack attack) {
        return misbehaviour(name, attack, "WATCHED").andHeard();
    }

    Misbehaviour withDeadLetter(String... codes) {
        return new Misbehaviour(name, attack, states, set(codes), heard, lasting, everyBuild);
    }

    Misbehaviour andHeard() {
        return new Misbehaviour(name, attack, states, deadLetters, true, lasting, everyBuild);
    }

    Misbehaviour lasting(Duration duration) {
        return new Misbehaviour(name, attack, states, deadLetters, heard, duration, everyBuild);
    }

    Misbehaviour inEveryBuild() {
        return inEveryBuild(true);
    }

    Misbehaviour inEveryBuild(boolean every) {
        return new Misbehaviour(name, attack, states, deadLetters, heard, lasting, every);
    }

    private static Set<String> set(String... names) {
        return new TreeSet<>(Arrays.asList(names));
    }

    @Override
    public String toString() {
        return name;
    }
}
