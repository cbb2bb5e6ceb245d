/** Kinds and their objects, as documents: read, patched, and refused as an API server refuses. */
@NullMarked
package io.credstream.sandbox.objects;

import org.jspecify.annotations.NullMarked;
