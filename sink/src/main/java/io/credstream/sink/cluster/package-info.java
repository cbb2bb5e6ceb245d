/** Access to one control plane: one request per patch, and what its answer means. */
@NullMarked
package io.credstream.sink.cluster;

import org.jspecify.annotations.NullMarked;
