package io.credstream.cli.doctor;

import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Machine.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether {@code docker compose up} would work: the engine, compose, memory, and the one port at the host. */
final class DockerChecks {

    static final String PORT_VARIABLE = "CREDSTREAM_API_PORT";
    static final int PORT = 16443;

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final int[] ENGINE = {20, 10};
    private static final int[] COMPOSE = {1, 29};
    private static final long MIB = 1024 * 1024;

    /** All containers together take 2 GiB; a build of the image beside them, the rest. Engines report a little less than they have. */
    private static final long MEMORY = 3800 * MIB;

    private final Machine machine;
    private final int port;

    DockerChecks(Machine machine, int port) {
        this.machine = machine;
        this.port = port;
    }

    /** In the order in which one would mend it. What cannot be asked for want of an engine is not asked. */
    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Finding engine = engine();
        findings.add(engine);
        findings.add(compose());
        if (engine instanceof Fine) {
            findings.add(memory());
        }
        findings.add(port());
        return findings;
    }

    private Finding engine() {
        Optional<Ran> ran = machine.run(List.of("docker", "version", "--format", "{{.Server.Version}}"));
        if (ran.isEmpty()) {
            return new Trouble(
                    "Docker",
                    "not found",
                    "install Docker " + text(ENGINE) + " or newer: docs.docker.com/engine/install");
        }
        String said = ran.get().said();
        if (!ran.get().succeeded()) {
            return said.contains("permission denied")
                    ? new Trouble(
                            "Docker",
                            "not allowed to this user",
                            "run 'sudo usermod -aG docker $USER' and log in again")
                    : new Trouble(
                            "Docker", "does not answer", "start it: 'sudo systemctl start docker', or Docker Desktop");
        }
        return atLeast(said, ENGINE)
                ? new Fine("Docker", said)
                : new Trouble(
                        "Docker",
                        said + " is too old",
                        "update it to " + text(ENGINE) + " or newer: docs.docker.com/engine/install");
    }

    private Finding compose() {
        Optional<Ran> plugin = succeeded("docker", "compose", "version", "--short");
        Optional<Ran> found = plugin.isPresent() ? plugin : succeeded("docker-compose", "version", "--short");
        if (found.isEmpty()) {
            return new Trouble("Compose", "not found", "install its plugin: docs.docker.com/compose/install");
        }
        String version = found.get().said();
        return atLeast(version, COMPOSE)
                ? new Fine("Compose", version + (plugin.isPresent() ? "" : ", as docker-compose"))
                : new Trouble(
                        "Compose",
                        version + " is too old",
                        "install the plugin instead: docs.docker.com/compose/install");
    }

    private Finding memory() {
        String said = succeeded("docker", "info", "--format", "{{.MemTotal}}")
                .map(Ran::said)
                .orElse("");
        if (!said.matches("\\d{1,18}")) {
            return new Trouble("Memory", "unknown to Docker", "see what 'docker info' says");
        }
        long bytes = Long.parseLong(said);
        String is = bytes / MIB + " MiB";
        return bytes >= MEMORY
                ? new Fine("Memory", is)
                : new Trouble(
                        "Memory",
                        is + " are too little",
                        "give Docker 4 GB: Docker Desktop has it in Settings, Resources");
    }

    private Finding port() {
        String what = "Port " + port;
        if (!machine.isTaken(port)) {
            return new Fine(what, "free");
        }
        boolean ours = succeeded(
                        "docker",
                        "ps",
                        "-q",
                        "--filter",
                        "publish=" + port,
                        "--filter",
                        "label=com.docker.compose.service=kcp")
                .filter(ran -> !ran.said().isEmpty())
                .isPresent();
        return ours
                ? new Fine(what, "taken by what 'docker compose up' started")
                : new Trouble(
                        what,
                        "taken",
                        "choose another one: export " + PORT_VARIABLE + "="
                                + (port < 50_000 ? port + 10_000 : port - 10_000));
    }

    private Optional<Ran> succeeded(String... command) {
        return machine.run(List.of(command)).filter(Ran::succeeded);
    }

    private static boolean atLeast(String version, int[] least) {
        Matcher found = VERSION.matcher(version);
        if (!found.find()) {
            return false;
        }
        int major = Integer.parseInt(found.group(1));
        return major != least[0] ? major > least[0] : Integer.parseInt(found.group(2)) >= least[1];
    }

    private static String text(int[] version) {
        return version[0] + "." + version[1];
    }
}
