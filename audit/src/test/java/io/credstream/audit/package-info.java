@NullMarked
package io.credstream.audit;

import org.jspecify.annotations.NullMarked;
