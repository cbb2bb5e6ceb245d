package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/kafka/grant} asks for what {@code deploy/kafka/acls} lists, in the words of {@code kafka-acls.sh}. */
class GrantIT {

    @TempDir
    Path folder;

    @Test
    void everyLineIsGranted() throws Exception {
        assertThat(grant(Map.of(), "--bootstrap-server", "kafka:9093"))
                .containsExactlyElementsOf(Right.all().stream()
                        .map(right -> "--bootstrap-server kafka:9093 " + words(right, "User:credstream-" + right.who()))
                        .toList());
    }

    @Test
    void namesAndTheOneWhoIsMeantCanBeOthers() throws Exception {
        assertThat(grant(Map.of("ONLY", "sink", "PREFIX", "other.", "PRINCIPAL", "User:CN=%s,O=Example Ltd")))
                .containsExactlyElementsOf(Right.of("sink").stream()
                        .map(right -> words(right, "User:CN=sink,O=Example Ltd").replace(" credstream.", " other."))
                        .toList());
    }

    @Test
    void aFailureIsNotPassedOver() throws Exception {
        Path tool = tool("exit 1");
        Process process = process(tool, Map.of());
        assertThat(process.waitFor()).isNotZero();
    }

    private static String words(Right right, String principal) {
        ResourceType type = right.resource().resourceType();
        return "--add --allow-principal %s --operation %s --%s %s --resource-pattern-type %s"
                .formatted(
                        principal,
                        SecurityUtils.operationName(right.operation()),
                        type.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        right.resource().name(),
                        right.resource().patternType().name().toLowerCase(Locale.ROOT));
    }

    private List<String> grant(Map<String, String> settings, String... options)
            throws IOException, InterruptedException {
        Process process = process(tool("echo \"$@\""), settings, options);
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private static Process process(Path tool, Map<String, String> settings, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Right.FOLDER.resolve("grant").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("KAFKA_ACLS", tool.toString());
        builder.environment().putAll(settings);
        return builder.start();
    }

    private Path tool(String does) throws IOException {
        Path tool = Files.writeString(folder.resolve("kafka-acls"), "#!/bin/sh\n" + does + "\n");
        return Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }
}
