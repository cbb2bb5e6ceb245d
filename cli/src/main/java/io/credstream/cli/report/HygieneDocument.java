package io.credstream.cli.report;

import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;

/** What is not as it should be. */
record HygieneDocument(
        @Documented("finding, because, subject, layer, detail, related; by kind, then by subject")
        List<FindingRow> findings,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis)
        implements Based {}
