/** What many instances in processes of their own do for a fleet, and what becomes of it when some of them do not ({@code -Pfleet}). */
@NullMarked
package io.credstream.fleet;

import org.jspecify.annotations.NullMarked;
