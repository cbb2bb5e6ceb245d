package io.credstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(5);

    @Test
    void startsWhereThePartitionWasTakenOver() {
        assertThat(progress.committable()).isEqualTo(5);
    }

    @Test
    void staysBelowTheOldestThatIsNotSettled() {
        progress.read(5);
        progress.read(6);
        progress.read(9);
        progress.settle(6);
        assertThat(progress.committable()).isEqualTo(5);

        progress.settle(5);
        assertThat(progress.committable()).isEqualTo(9);

        progress.settle(9);
        assertThat(progress.committable()).isEqualTo(10);
    }

    @Test
    void passesOverWhatTheLogKeepsBetweenRecords() {
        progress.reached(8);
        assertThat(progress.committable()).isEqualTo(8);

        progress.read(8);
        progress.reached(12);
        assertThat(progress.committable()).isEqualTo(8);
    }
}
