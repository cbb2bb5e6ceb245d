/**
 * The only place where secret bytes are seen: between decoding and fingerprinting. What leaves this package is registries,
 * fingerprints, times and codes. Nothing here logs, and no exception leaves it with a message or a cause made from content.
 */
@NullMarked
package io.credstream.projection.secret;

import org.jspecify.annotations.NullMarked;
