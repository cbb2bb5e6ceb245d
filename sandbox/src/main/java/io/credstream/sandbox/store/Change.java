package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one write did.
 *
 * @param version the cluster's version after it
 * @param before the object until then, null if it was created
 * @param after the object since then, null if it was deleted
 */
public record Change(
        ResourceKind kind,
        ObjectKey key,
        BigInteger version,
        @Nullable ObjectNode before,
        @Nullable ObjectNode after) {}
