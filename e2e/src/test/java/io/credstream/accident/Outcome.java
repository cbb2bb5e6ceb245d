package io.credstream.accident;

import java.time.Duration;

/**
 * What came of an accident.
 *
 * @param time from the change, or from when nothing stood in its way any more, until the last Manifest was as it should be
 * @param repeats requests to patch beyond one for each Manifest that had to change
 * @param unready who said in its course that something does not work
 */
record Outcome(Accident accident, Duration time, int repeats, String unready) {}
