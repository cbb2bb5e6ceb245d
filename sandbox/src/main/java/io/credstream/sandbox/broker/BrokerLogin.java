package io.credstream.sandbox.broker;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the commands of one user get into the broker that another command of this user runs: by a file of client properties below
 * {@code ~/.credstream} that only this user reads, named by the broker's port. It is there while the broker is, and is written after the
 * port was taken, so that it never belongs to somebody else's broker.
 *
 * @param file for Kafka's own tools, too
 */
public record BrokerLogin(Path file, String content) implements AutoCloseable {

    private static final Pattern LOCAL = Pattern.compile("(?:127\\.0\\.0\\.1|localhost):([0-9]{1,5})");

    /** Leaves the login for a broker. */
    public static BrokerLogin leave(String servers, BrokerOwner owner) throws IOException {
        return leave(home(), servers, owner);
    }

    static BrokerLogin leave(Path home, String servers, BrokerOwner owner) throws IOException {
        StringBuilder content = new StringBuilder();
        owner.login()
                .forEach((name, value) ->
                        content.append(name).append('=').append(value).append('\n'));
        return new BrokerLogin(PrivateFolder.at(home).write(name(servers), content.toString()), content.toString());
    }

    /**
     * What clients have to say to a broker; empty for one that is not ours.
     *
     * @param servers {@code host:port}
     * @throws IOException if there is a login that somebody else could have read or written
     */
    public static Map<String, String> find(String servers) throws IOException {
        return find(home(), servers);
    }

    static Map<String, String> find(Path home, String servers) throws IOException {
        Path file = home.resolve(name(servers));
        if (name(servers).isEmpty() || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Map.of();
        }
        Properties properties = new Properties();
        properties.load(new StringReader(PrivateFolder.read(file)));
        Map<String, String> login = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> login.put(name, properties.getProperty(name)));
        return login;
    }

    /** Takes it away, unless another broker has left its own there. */
    @Override
    public void close() {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && PrivateFolder.read(file).equals(content)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passwords are none of a log's business. */
    @Override
    public String toString() {
        return "BrokerLogin[" + file + "]";
    }

    private static String name(String servers) {
        Matcher local = LOCAL.matcher(servers.strip());
        return local.matches() ? "broker-" + local.group(1) + ".properties" : "";
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"), ".credstream");
    }
}
