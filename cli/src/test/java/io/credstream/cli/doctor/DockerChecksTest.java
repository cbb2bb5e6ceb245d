package io.credstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Machine.Ran;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerChecksTest {

    private static final String ENGINE = "docker version --format {{.Server.Version}}";
    private static final String PLUGIN = "docker compose version --short";
    private static final String PROGRAM = "docker-compose version --short";
    private static final String MEMORY = "docker info --format {{.MemTotal}}";
    private static final String OURS =
            "docker ps -q --filter publish=16443 --filter label=com.docker.compose.service=kcp";

    private final Map<String, Ran> programs = new HashMap<>(Map.of(
            ENGINE, new Ran(true, "20.10.24+dfsg1"),
            PLUGIN, new Ran(true, "2.40.3"),
            MEMORY, new Ran(true, "4110000000")));
    private boolean taken;

    @Test
    void nothingIsWrongWithWhatSuffices() {
        assertThat(findings())
                .containsExactly(
                        new Fine("Docker", "20.10.24+dfsg1"),
                        new Fine("Compose", "2.40.3"),
                        new Fine("Memory", "3919 MiB"),
                        new Fine("Port 16443", "free"));
    }

    @Test
    void withoutDockerItSaysWhereItIsToBeHad() {
        programs.clear();
        assertThat(findings())
                .hasSize(3)
                .first()
                .isEqualTo(trouble("Docker", "not found", findings().get(0)));
    }

    @Test
    void anEngineThatIsDownAndOneThatIsForbiddenHaveFixesOfTheirOwn() {
        programs.put(ENGINE, new Ran(false, "Cannot connect to the Docker daemon"));
        assertThat(findings().get(0))
                .isEqualTo(trouble("Docker", "does not answer", findings().get(0)));
        programs.put(ENGINE, new Ran(false, "permission denied while trying to connect"));
        assertThat(findings().get(0))
                .isEqualTo(
                        trouble("Docker", "not allowed to this user", findings().get(0)));
    }

    @Test
    void whatIsTooOldIsToBeUpdated() {
        programs.put(ENGINE, new Ran(true, "19.03.15"));
        programs.put(PLUGIN, new Ran(false, "'compose' is not a docker command"));
        programs.put(PROGRAM, new Ran(true, "1.25.0"));
        assertThat(findings())
                .extracting(Finding::what, DockerChecksTest::isTrouble)
                .contains(tuple("Docker", true), tuple("Compose", true));
    }

    @Test
    void theOlderProgramForComposeWillDo() {
        programs.remove(PLUGIN);
        programs.put(PROGRAM, new Ran(true, "1.29.2"));
        assertThat(findings()).contains(new Fine("Compose", "1.29.2, as docker-compose"));
    }

    @Test
    void memoryThatIsTooLittleIsToBeGiven() {
        programs.put(MEMORY, new Ran(true, "2000000000"));
        assertThat(findings().get(2))
                .isEqualTo(
                        trouble("Memory", "1907 MiB are too little", findings().get(2)));
    }

    @Test
    void aPortThatIsTakenCanBeChosenUnlessItIsTakenByUs() {
        taken = true;
        assertThat(findings().get(3))
                .isEqualTo(new Trouble("Port 16443", "taken", "choose another one: export CREDSTREAM_API_PORT=26443"));
        programs.put(OURS, new Ran(true, "0123456789ab"));
        assertThat(findings().get(3)).isInstanceOf(Fine.class);
    }

    private List<Finding> findings() {
        return new DockerChecks(
                        new Machine() {
                            @Override
                            public Optional<Ran> run(List<String> command) {
                                return Optional.ofNullable(programs.get(String.join(" ", command)));
                            }

                            @Override
                            public boolean isTaken(int port) {
                                return taken;
                            }
                        },
                        16443)
                .all();
    }

    private static boolean isTrouble(Finding finding) {
        return finding instanceof Trouble;
    }

    /** Whatever its fix is, as long as it says one. */
    private static Trouble trouble(String what, String is, Finding found) {
        String fix = found instanceof Trouble trouble ? trouble.fix() : "";
        assertThat(fix).isNotBlank();
        return new Trouble(what, is, fix);
    }
}
