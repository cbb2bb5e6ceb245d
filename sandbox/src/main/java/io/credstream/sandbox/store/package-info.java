/** What a cluster holds and held: its objects, the rules by which they are written, its latest changes. Knows no HTTP. */
@NullMarked
package io.credstream.sandbox.store;

import org.jspecify.annotations.NullMarked;
