package io.credstream.ingest.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

/**
 * How JSON from API servers is read. The parser's buffers come from a pool of the process: by default each thread keeps its
 * own, and every feed is a thread.
 */
final class WireJson {

    static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    .build())
            .readerFor(JsonNode.class);

    private WireJson() {}
}
