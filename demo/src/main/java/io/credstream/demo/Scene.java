package io.credstream.demo;

import io.credstream.demo.DemoFleet.ManifestView;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One step of the demo.
 *
 * @param title what happens, in a few words
 * @param story what a newcomer should know to understand what they are about to see
 * @param action what is done to the fleet, past Credstream
 * @param done what Credstream is to make of it
 */
record Scene(String title, String story, Action action, Predicate<Map<String, ManifestView>> done) {

    /** Something done to the fleet. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }
}
