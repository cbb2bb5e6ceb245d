/**
 * The rules, as records and pure functions: which credentials a template's selectors find, what that means for each Manifest,
 * and when a decision is sent again. Imports nothing but {@code java.*} and the model; time and randomness are handed in.
 *
 * <p>{@link io.credstream.processor.domain.Bindings} is the first stage, {@link io.credstream.processor.domain.Decisions} the
 * second, {@link io.credstream.processor.domain.Retries} says what of a decision goes out when.
 */
@NullMarked
package io.credstream.processor.domain;

import org.jspecify.annotations.NullMarked;
