/**
 * The rules, as records and pure functions: which credentials a template's selectors find, what that means for each Manifest,
 * and when a decision is sent again. Imports nothing but {@code java.*} and the model; time and randomness are handed in.
 *
 * <p>{@link io.credstream.rules.bind.Bindings} is the first stage, {@link io.credstream.rules.decide.Decisions} the second,
 * {@link io.credstream.rules.retry.Retries} says what of a decision goes out when. {@link io.credstream.rules.fleet.Propagation} joins
 * the first two.
 */
@NullMarked
package io.credstream.rules;

import org.jspecify.annotations.NullMarked;
