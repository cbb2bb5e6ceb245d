/** What somebody should look at: {@link io.credstream.audit.report.Hygiene} now, {@link io.credstream.audit.report.Expiries} soon. */
@NullMarked
package io.credstream.audit.report;

import org.jspecify.annotations.NullMarked;
