/**
 * What an object of a cluster says that matters here, as a pure function of the object.
 *
 * <p>Objects are Jackson trees straight from the API server, not the client's typed classes: a Manifest's selector has to be
 * kept exactly as it was observed (a patch tests for it), an object of any shape has to be read without an exception, and no
 * informer's cache needs to be held for it. Nothing here throws for what an object contains: what is malformed becomes the
 * problem of the one record that it concerns.
 */
@NullMarked
package io.credstream.projection;

import org.jspecify.annotations.NullMarked;
