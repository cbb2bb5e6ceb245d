/** The blast radius of a change before it is made. */
@NullMarked
package io.credstream.audit.plan;

import org.jspecify.annotations.NullMarked;
