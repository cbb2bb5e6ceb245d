/** The topics, declared once: names, keys, partitioning, retention, creation and verification. */
@NullMarked
package io.credstream.topics;

import org.jspecify.annotations.NullMarked;
