/** What happens to Kafka, and to whoever depends on it, in a year: each accident heals by itself, or is said. */
@NullMarked
package io.credstream.accident;

import org.jspecify.annotations.NullMarked;
