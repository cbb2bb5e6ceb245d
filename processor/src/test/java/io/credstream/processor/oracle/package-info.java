/** The rules once more, by brute force: naive loops over all facts, sharing no code with what they check. */
@NullMarked
package io.credstream.processor.oracle;

import org.jspecify.annotations.NullMarked;
