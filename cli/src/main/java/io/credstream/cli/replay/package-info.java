/** What an operator tells the processor: selectors of the past to be pinned, and clusters to be driven; and the log once more, for other tools. */
@NullMarked
package io.credstream.cli.replay;

import org.jspecify.annotations.NullMarked;
