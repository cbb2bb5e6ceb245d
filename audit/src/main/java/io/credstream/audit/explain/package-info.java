/**
 * Why a Manifest is as it is: {@link io.credstream.audit.explain.Explanation} puts the processor's own answer beside the rule behind
 * it, and beside what nearly would have been so ({@link io.credstream.audit.explain.NearMiss}).
 */
@NullMarked
package io.credstream.audit.explain;

import org.jspecify.annotations.NullMarked;
