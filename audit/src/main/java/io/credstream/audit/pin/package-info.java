/** What pins restore, and what the selectors in them select. */
@NullMarked
package io.credstream.audit.pin;

import org.jspecify.annotations.NullMarked;
