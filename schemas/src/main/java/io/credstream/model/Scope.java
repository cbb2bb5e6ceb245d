package io.credstream.model;

import org.jspecify.annotations.Nullable;

/**
 * Which Manifests a template can apply to (R9): those of a control plane, or, for a template on a runtime, those of one Kyma
 * there that are marked {@code remote-template}.
 *
 * @param kyma absent for templates of the control plane itself
 */
public record Scope(String controlPlane, @Nullable String kyma) {}
