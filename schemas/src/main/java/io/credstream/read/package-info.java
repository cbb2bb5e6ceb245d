/** The one way to read topics: to the end, in order of versions, with deletions and undecodable records as values. */
@NullMarked
package io.credstream.read;

import org.jspecify.annotations.NullMarked;
