/** What of a decision is sent, and when: {@link io.credstream.rules.retry.Retries}. */
@NullMarked
package io.credstream.rules.retry;

import org.jspecify.annotations.NullMarked;
