/** What an operator tells the processor: selectors of the past to be pinned, and clusters to be driven. */
@NullMarked
package io.credstream.cli.replay;

import org.jspecify.annotations.NullMarked;
