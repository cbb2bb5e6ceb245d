/** The questions asked of the topics. Each kind of row is a record, whose fields are what {@code -o json} shows. */
@NullMarked
package io.credstream.cli.get;

import org.jspecify.annotations.NullMarked;
