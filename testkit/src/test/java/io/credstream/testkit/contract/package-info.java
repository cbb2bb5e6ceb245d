/** What Credstream relies on in an API server, and who is held to it. */
@NullMarked
package io.credstream.testkit.contract;

import org.jspecify.annotations.NullMarked;
