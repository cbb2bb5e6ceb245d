package io.credstream.golden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.projection.Projections;
import java.util.List;
import java.util.Map;

/** Projections, bindings and decisions. */
class GoldenTest extends GoldenSuite {

    @Override
    protected Map<String, Object> outcome(List<ObjectNode> documents, Projections projections) {
        return GoldenOutcome.of(documents, projections);
    }
}
