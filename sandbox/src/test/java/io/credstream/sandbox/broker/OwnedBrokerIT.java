package io.credstream.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker of one user on a machine that has others. */
@Timeout(120)
class OwnedBrokerIT {

    @TempDir
    private Path folder;

    @Test
    void onlyItsOwnerGetsInAndAFolderTakesAnotherOwner() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedBroker before = EmbeddedBroker.start(data, OptionalInt.empty());
                Admin anybody = client(before.bootstrapServers(), Map.of())) {
            create(anybody, "before");
        }
        BrokerOwner owner = BrokerOwner.random();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, OptionalInt.empty(), owner)) {
            assertThatOnlyTheOwnerGetsIn("bootstrap.servers", broker.bootstrapServers(), owner);
            assertThatOnlyTheOwnerGetsIn("bootstrap.controllers", broker.controllerAddress(), owner);
            try (Admin ours = client(broker.bootstrapServers(), owner.login())) {
                assertThat(ours.listTopics().names().get()).contains("before");
            }
            assertThat(broker.firstFault()).isNull();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, OptionalInt.empty(), BrokerOwner.random());
                Admin former = client(broker.bootstrapServers(), owner.login())) {
            assertThatThrownBy(() -> describe(former)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    /** Who says nothing gets no answer; who says something wrong hears so. */
    private static void assertThatOnlyTheOwnerGetsIn(String at, String address, BrokerOwner owner) throws Exception {
        try (Admin stranger = client(at, address, Map.of());
                Admin guesser = client(at, address, new BrokerOwner("guess").login());
                Admin named = client(at, address, BrokerAccess.login("root", owner.password()));
                Admin ours = client(at, address, owner.login())) {
            assertThatThrownBy(() -> describe(stranger)).hasCauseInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> describe(guesser)).hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> describe(named)).hasCauseInstanceOf(SaslAuthenticationException.class);
            describe(ours);
        }
    }

    /**
     * As {@code nobody}, where the tests run as root and can be somebody else; elsewhere by what the file system says of others, which
     * is what it would be judged by.
     */
    @Test
    void anotherAccountReadsNeitherTheLoginNorTheData() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("readable"), "anybody");
        PrivateFolder ours = PrivateFolder.at(folder.resolve(".credstream"));
        BrokerOwner owner = BrokerOwner.of(ours);
        Path password = ours.path().resolve("broker-password");
        try (EmbeddedBroker broker = EmbeddedBroker.start(ours.path().resolve("broker"), OptionalInt.empty(), owner);
                BrokerLogin login = BrokerLogin.leave(folder.resolve("home"), broker.bootstrapServers(), owner)) {
            assertThat(mode(ours.path())).isEqualTo("rwx------");
            assertThat(mode(folder.resolve("home"))).isEqualTo("rwx------");
            for (Path file : List.of(password, login.file())) {
                assertThat(mode(file)).isEqualTo("rw-------");
                assertThat(Files.getOwner(file)).isEqualTo(Files.getOwner(folder));
            }
            if (Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"))) {
                assertThat(asNobody("cat " + folder.resolve("readable"))).isEqualTo("anybody");
                assertThat(asNobody("cat " + password)).isEmpty();
                assertThat(asNobody("cat " + login.file())).isEmpty();
                assertThat(asNobody("ls " + ours.path())).isEmpty();
                assertThat(asNobody("ls -R " + ours.path().resolve("broker"))).isEmpty();
                assertThat(asNobody("touch " + ours.path().resolve("x") + " && echo touched"))
                        .isEmpty();
            }
        }
        assertThat(BrokerOwner.of(ours)).isEqualTo(owner);
    }

    /** What a command says on its standard output. */
    private static String asNobody(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("su", "-s", "/bin/sh", "nobody", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void theLoginIsForItsUserAloneAndThereWhileTheBrokerIs() throws IOException {
        BrokerOwner owner = BrokerOwner.random();
        Path home = folder.resolve("home");
        try (BrokerLogin login = BrokerLogin.leave(home, "127.0.0.1:29092", owner)) {
            assertThat(mode(home)).isEqualTo("rwx------");
            assertThat(mode(login.file())).isEqualTo("rw-------");
            assertThat(BrokerLogin.find(home, "127.0.0.1:29092")).isEqualTo(owner.login());
            assertThat(BrokerLogin.find(home, "localhost:29092")).isEqualTo(owner.login());
            assertThat(BrokerLogin.find(home, "127.0.0.1:29093")).isEmpty();
            assertThat(BrokerLogin.find(home, "kafka.example.com:29092")).isEmpty();
            assertThat(BrokerLogin.find(home, "127.0.0.1:29092,127.0.0.1:29093"))
                    .isEmpty();
            assertThat(login.toString() + owner).doesNotContain(owner.password());
        }
        assertThat(BrokerLogin.find(home, "127.0.0.1:29092")).isEmpty();
    }

    @Test
    void aLoginThatIsOpenToOthersIsNotUsed() throws IOException {
        try (BrokerLogin login = BrokerLogin.leave(folder, "127.0.0.1:29092", BrokerOwner.random())) {
            Files.setPosixFilePermissions(login.file(), PosixFilePermissions.fromString("rw-r-----"));

            assertThatThrownBy(() -> BrokerLogin.find(folder, "127.0.0.1:29092"))
                    .hasMessageContaining("0600");

            Files.setPosixFilePermissions(login.file(), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void theLoginOfABrokerThatCameLaterStays() throws IOException {
        BrokerLogin first = BrokerLogin.leave(folder, "127.0.0.1:29092", BrokerOwner.random());
        BrokerOwner owner = BrokerOwner.random();
        try (BrokerLogin second = BrokerLogin.leave(folder, "127.0.0.1:29092", owner)) {
            first.close();
            assertThat(BrokerLogin.find(folder, "127.0.0.1:29092")).isEqualTo(owner.login());
            assertThat(second.file()).exists();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void describe(Admin as) throws ExecutionException, InterruptedException {
        as.describeCluster().nodes().get();
    }

    private static void create(Admin as, String topic) throws ExecutionException, InterruptedException {
        as.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private static Admin client(String servers, Map<String, String> login) {
        return client("bootstrap.servers", servers, login);
    }

    private static Admin client(String at, String address, Map<String, String> login) {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put(at, address);
        settings.put("default.api.timeout.ms", "2000");
        settings.put("request.timeout.ms", "1000");
        return Admin.create(settings);
    }
}
