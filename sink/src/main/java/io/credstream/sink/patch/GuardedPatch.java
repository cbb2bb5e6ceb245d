package io.credstream.sink.patch;

import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;

/**
 * A decision as an RFC 6902 JSON Patch: first tests that the world is still as it was when the decision was made, then edits
 * of the two selectors and of our own annotations, and of nothing else. The API server applies all of it or nothing.
 *
 * <h2>Which races are safe, and why</h2>
 *
 * <ul>
 *   <li><b>The Manifest was deleted, or deleted and made anew.</b> A patch never creates; the {@code uid} is tested.
 *   <li><b>It is being deleted.</b> {@code deletionTimestamp} is tested to be absent (R13).
 *   <li><b>Somebody changed, added or removed a selector.</b> Each selector that is edited, or of which {@code applied} speaks,
 *       is tested to be what was observed, raw. One that was changed and changed back is what the decision was made for.
 *   <li><b>Somebody added the first annotation, or removed the last.</b> Where the map was absent it is tested to be absent
 *       before it is added; where it was there, an edit of a missing map fails, and so does everything.
 *   <li><b>Two of us write</b>: an owner that does not know yet that it lost its partition, and the new one; or a request that
 *       was given up, and arrives after a later decision. All four of our annotations are tested. Every write changes at
 *       least one of them, because a decision is only made where they differ from what they should be, so of two writers who
 *       saw the same state one wins. Nor does a third write let the loser in by restoring that state: the cause would have to
 *       be the same too, and a cause names one record of the log, or one version of one object. One exception: all four are
 *       absent both before our first write and after everything of ours was withdrawn. A first write that is that late passes,
 *       and is withdrawn again by the next decision.
 *   <li><b>The answer was lost and the patch is sent again.</b> Then it fails the test of our own annotations, and is reported
 *       as superseded although it was we who superseded it; the Manifest's own watch event says the rest.
 *   <li><b>The Manifest's status, or a foreign field, changed.</b> Of no concern: that is why the resource version is not
 *       tested, which lifecycle-manager's status writes change all the time.
 * </ul>
 *
 * <p>Not guarded are facts outside these fields. If the Manifest moves to another module version between observation and
 * write, and its selectors stay the same, it gets the selector of the version before; likewise one that has been marked to
 * be skipped within these milliseconds is written once more. The watch reports both, and the next decision mends them: the
 * loop is level-based, and guards only have to keep it from destroying what it did not see.
 */
public sealed interface GuardedPatch {

    /** To be sent. */
    record Ready(String json) implements GuardedPatch {}

    /** The decision changes nothing. */
    record Empty() implements GuardedPatch {}

    /** The decision is none that may be carried out. */
    record Invalid(String reason) implements GuardedPatch {}

    /** It cannot be carried out whatever the cluster says, and is put aside with a dead letter. */
    record Unfit(DeadLetter.Code code, String reason) implements GuardedPatch {}

    static GuardedPatch of(ManifestUpdate update) {
        return PatchBuilder.build(update);
    }
}
