package io.credstream.simulation;

import java.util.random.RandomGenerator;

/** Everything that can happen in a world. */
enum Move {
    EVERYTHING_GOES_ON(14, Turns::all),
    FOLLOW(16, Turns::follow),
    LIST(6, Turns::list),
    SAY_STATUS(6, Turns::sayStatus),
    PROCESS(30, Turns::process),
    PUNCTUATE(12, Turns::punctuate),
    FLUSH(8, Turns::flush),
    COMMIT(8, Turns::commit),
    READ_DECISIONS(12, Turns::read),
    HEAR_ORDERS(4, Turns::hear),
    LET_LANES_TURN(6, Turns::turn),
    SEND_REPORTS(6, Turns::send),
    SETTLE(4, Turns::settle),
    ANSWER(14, Turns::answer),
    PASS(14, Turns::pass),

    CREATE_MANIFEST(10, Deeds::createManifest),
    DELETE_MANIFEST(1, Deeds::deleteManifest),
    REPLACE_MANIFEST(1, Deeds::replaceManifest),
    UPGRADE_MANIFEST(2, Deeds::upgradeManifest),
    SKIP_MANIFEST(1, Deeds::skipManifest),
    MARK_DELETED(1, Deeds::markDeleted),
    RECONCILE(4, Deeds::reconcile),
    EDIT_TEMPLATE(10, Deeds::createOrEditTemplate),
    DELETE_TEMPLATE(1, Deeds::deleteTemplate),
    FLIP_TEMPLATE(2, Deeds::flipTemplate),
    EDIT_SECRET(8, Deeds::createOrEditSecret),
    DELETE_SECRET(1, Deeds::deleteSecret),
    RELABEL(2, Deeds::relabel),
    BRAKE(1, Orders::brake),
    RESUME(2, Orders::resume),
    DRIVE(1, Orders::drive),
    PIN(2, Orders::pin),
    RELEASE_PIN(1, Orders::releasePin),

    MEDDLE(2, Kind.FAULT, Deeds::meddle),
    FORGET_CACHE(1, Kind.FAULT, Deeds::forgetCache),
    MEDDLE_MEANWHILE(2, Kind.FAULT, Deeds::meddleMeanwhile),
    ANNOTATE(1, Kind.FAULT, Deeds::annotate),
    SAY_OLD(2, Kind.FAULT, Faults::sayOld),
    TAKE_OVER_CLUSTER(1, Kind.FAULT, Faults::takeOverCluster),
    LOSE_FEED(1, Kind.FAULT, Faults::loseFeed),
    TAKE_OR_GRANT_RIGHT(2, Kind.FAULT, Faults::takeOrGrantRight),
    LIST_IN_PART(2, Kind.FAULT, Faults::listInPart),
    LIST_AGAIN(1, Kind.FAULT, Faults::listAgain),
    CRASH_TASK(2, Kind.FAULT, Faults::crashTask),
    CRASH_PROCESSOR(1, Kind.FAULT, Faults::crashProcessor),
    MOVE_TASK(1, Kind.FAULT, Faults::moveTask),
    LOSE_STATE(1, Kind.FAULT, Faults::loseState),
    CRASH_SINK(1, Kind.FAULT, Faults::crashSink),
    STOP_SINK(1, Kind.FAULT, Faults::stopSink),
    REBALANCE(1, Kind.FAULT, Faults::rebalance),
    LOSE_ANSWER(2, Kind.FAULT, Faults::loseAnswer),
    GIVE_UP(1, Kind.FAULT, Faults::giveUp),
    REFUSE(2, Kind.FAULT, Faults::refuse),
    REJECT(1, Kind.FAULT, Faults::reject),
    KILL_OR_REVIVE_CONTROL_PLANE(1, Kind.FAULT, Faults::killControlPlane),
    COMPACT(2, Kind.FAULT, Faults::compact),
    PASS_LONG(1, Kind.FAULT, Turns::passLong);

    private enum Kind {
        ORDINARY,
        FAULT
    }

    @FunctionalInterface
    private interface Deed {
        void happen(World world, RandomGenerator random);
    }

    private final int weight;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // method references, without state
    private final Deed deed;

    Move(int weight, Deed deed) {
        this(weight, Kind.ORDINARY, deed);
    }

    Move(int weight, Kind kind, Deed deed) {
        this.weight = weight;
        this.kind = kind;
        this.deed = deed;
    }

    int weight() {
        return weight;
    }

    boolean isFault() {
        return kind == Kind.FAULT;
    }

    void happen(World world, RandomGenerator random) {
        deed.happen(world, random);
    }
}
