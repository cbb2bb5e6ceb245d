package io.credstream.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one write did.
 *
 * @param version the cluster's version after it
 * @param before the object until then, null if it was created
 * @param after the object since then, null if it was deleted
 */
record Change(
        ResourceKind kind,
        ObjectKey key,
        BigInteger version,
        @Nullable ObjectNode before,
        @Nullable ObjectNode after) {}
