@NullMarked
package io.credstream.audit.pin;

import org.jspecify.annotations.NullMarked;
