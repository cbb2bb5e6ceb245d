/** What each Manifest should carry, and whether it does: {@link io.credstream.rules.decide.Decisions}. */
@NullMarked
package io.credstream.rules.decide;

import org.jspecify.annotations.NullMarked;
