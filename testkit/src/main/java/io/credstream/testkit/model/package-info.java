/** Builders of model objects, which fill in what does not matter to a test. */
@NullMarked
package io.credstream.testkit.model;

import org.jspecify.annotations.NullMarked;
