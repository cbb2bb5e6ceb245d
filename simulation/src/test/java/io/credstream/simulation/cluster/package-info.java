/** Clusters as versioned stores of API objects, which know nothing of the product. */
@NullMarked
package io.credstream.simulation.cluster;

import org.jspecify.annotations.NullMarked;
