/** The topics, as commands read and write them: once, promptly, and with a clear word when there is no broker. */
@NullMarked
package io.credstream.cli.log;

import org.jspecify.annotations.NullMarked;
