/** What has to hold in every world. Computed from API objects, by code that shares nothing with the product. */
@NullMarked
package io.credstream.simulation.guarantee;

import org.jspecify.annotations.NullMarked;
