/** The questions asked of the topics. Each answer is a record of the log or of {@code io.credstream.audit}, shown by
 * columns, or by {@code Tree} to programs. */
@NullMarked
package io.credstream.cli.get;

import org.jspecify.annotations.NullMarked;
