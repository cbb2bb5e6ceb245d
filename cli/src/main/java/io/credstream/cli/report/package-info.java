/** What somebody should look at: {@code credstream report}. */
@NullMarked
package io.credstream.cli.report;

import org.jspecify.annotations.NullMarked;
