package io.credstream.processor.streams;

import io.credstream.model.Binding;
import org.jspecify.annotations.Nullable;

/**
 * What was last said of a binding, or would have been if the gate had been open.
 *
 * @param binding absent when it is gone and somebody may not have heard it
 */
public record Told(@Nullable Binding binding) {}
