package io.credstream.cli.fleet;

import io.credstream.cli.text.Nearest;
import io.credstream.cli.text.YamlNode;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.Cluster.Role;
import io.credstream.rules.decide.Honoured;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An item of a fleet file. What is absent is missing, or is wrong and became a problem.
 *
 * @param fields every known key, whether it is there or not
 */
record ClusterEntry(
        YamlNode node,
        Map<String, YamlNode> fields,
        @Nullable String id,
        @Nullable Role role,
        @Nullable String controlPlane,
        @Nullable String kyma,
        @Nullable String kubeconfig,
        @Nullable String context,
        List<String> namespaces,
        @Nullable String lifecycleManagerVersion,
        @Nullable Discovery discovery,
        @Nullable Integer fuse) {

    private static final List<String> KEYS = List.of(
            "id",
            "role",
            "controlPlane",
            "kyma",
            "kubeconfig",
            "context",
            "namespaces",
            "lifecycleManagerVersion",
            "discover",
            "runtimeServiceAccount",
            "fuse");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern ACCOUNT = Pattern.compile(LABEL.pattern() + "/" + SUBDOMAIN.pattern());
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String NO_FUSE = "off";
    private static final String NAME =
            "write lower-case letters, digits, '-' and '.', starting and ending with a letter or digit";

    /** Empty if it is no map at all. */
    static Optional<ClusterEntry> read(YamlNode node) {
        Map<String, YamlNode> fields = node.map(KEYS);
        if (!node.isMap()) {
            return Optional.empty();
        }
        String id = name(field(fields, "id"), SUBDOMAIN, "give the cluster an id that stays");
        Role role = role(field(fields, "role"));
        boolean runtime = role == Role.RUNTIME;
        boolean controlPlane = role == Role.CONTROL_PLANE;
        if (controlPlane) {
            refuse(field(fields, "controlPlane"), "belongs to runtimes", "remove it, or write role: runtime");
            refuse(field(fields, "kyma"), "belongs to runtimes", "remove it, or write role: runtime");
        }
        if (runtime) {
            refuse(
                    field(fields, "lifecycleManagerVersion"),
                    "belongs to control planes",
                    "state it at the control plane");
            refuse(field(fields, "discover"), "belongs to control planes", "state it at the control plane");
            refuse(field(fields, "fuse"), "belongs to control planes", "state it at the control plane");
        }
        return Optional.of(new ClusterEntry(
                node,
                fields,
                id,
                role,
                runtime ? name(field(fields, "controlPlane"), SUBDOMAIN, "name its control plane") : null,
                runtime ? name(field(fields, "kyma"), SUBDOMAIN, "name its Kyma on the control plane") : null,
                required(field(fields, "kubeconfig"), "give the path of a kubeconfig")
                        .orElse(null),
                field(fields, "context").text().orElse(null),
                namespaces(field(fields, "namespaces")),
                controlPlane ? version(field(fields, "lifecycleManagerVersion")) : null,
                discovery(controlPlane, field(fields, "discover"), field(fields, "runtimeServiceAccount")),
                controlPlane ? fuse(field(fields, "fuse")) : null));
    }

    YamlNode field(String key) {
        return field(fields, key);
    }

    String idText() {
        return id == null ? "" : id;
    }

    /** Empty if something that is needed is missing or wrong. */
    Optional<Cluster> cluster(Path folder, Cause cause) {
        boolean complete = id != null && role != null && kubeconfig != null;
        if (!complete || (role == Role.RUNTIME && (controlPlane == null || kyma == null))) {
            return Optional.empty();
        }
        Role known = Objects.requireNonNull(role);
        return Optional.of(new Cluster(
                Objects.requireNonNull(id),
                known,
                controlPlane,
                kyma,
                new Cluster.Access.KubeconfigFile(path(folder, Objects.requireNonNull(kubeconfig)), context),
                namespaces.isEmpty() ? List.of(known.defaultNamespace()) : namespaces,
                lifecycleManagerVersion,
                discovery,
                fuse,
                cause));
    }

    private static String path(Path folder, String kubeconfig) {
        String home = System.getProperty("user.home", "");
        String expanded = kubeconfig.startsWith("~/") ? home + kubeconfig.substring(1) : kubeconfig;
        return folder.resolve(expanded).normalize().toString();
    }

    private static @Nullable Role role(YamlNode node) {
        List<String> names = Arrays.stream(Role.values()).map(Role::display).toList();
        Optional<String> text = required(node, "write control-plane or runtime");
        Optional<Role> role = text.flatMap(t ->
                Arrays.stream(Role.values()).filter(r -> r.display().equals(t)).findFirst());
        if (text.isPresent() && role.isEmpty()) {
            node.problem(
                    "'" + text.get() + "' is no role" + Nearest.hint(text.get(), names),
                    "write " + String.join(" or ", names));
        }
        return role.orElse(null);
    }

    private static List<String> namespaces(YamlNode node) {
        List<YamlNode> items = node.list();
        if (node.isList() && items.isEmpty()) {
            node.problem("is empty", "name some namespaces, or remove the key for the default, or write ['*'] for all");
        }
        return items.stream()
                .flatMap(item -> Optional.ofNullable(namespace(item)).stream())
                .distinct()
                .toList();
    }

    private static @Nullable String namespace(YamlNode node) {
        boolean all = node.text().filter(Cluster.ALL_NAMESPACES::equals).isPresent();
        return all ? Cluster.ALL_NAMESPACES : name(node, LABEL, "name a namespace");
    }

    private static @Nullable String version(YamlNode node) {
        Optional<String> version = node.text();
        if (version.isPresent() && Honoured.of(version.get(), false) == Honoured.VERSION_UNKNOWN) {
            node.problem("'" + version.get() + "' is no version", "write three numbers, such as 1.3.10");
        }
        return version.orElse(null);
    }

    /** Off unless it is said. */
    private static @Nullable Discovery discovery(boolean controlPlane, YamlNode discover, YamlNode serviceAccount) {
        Optional<String> said = discover.text();
        if (said.isPresent() && !said.get().equals("true") && !said.get().equals("false")) {
            discover.problem("'" + said.get() + "' is neither true nor false", "write true or false");
        }
        boolean on = controlPlane && said.filter("true"::equals).isPresent();
        if (!on) {
            refuse(serviceAccount, "is for runtimes that are discovered", "remove it, or write discover: true");
            return null;
        }
        Optional<String> account = serviceAccount.text();
        if (account.isPresent() && !ACCOUNT.matcher(account.get()).matches()) {
            serviceAccount.problem("'" + account.get() + "' is no service account", "write namespace/name");
            return null;
        }
        return account.map(Discovery::new).orElse(Discovery.DEFAULT);
    }

    private static @Nullable Integer fuse(YamlNode node) {
        Optional<String> text = node.text();
        if (text.isEmpty()) {
            return Cluster.DEFAULT_FUSE;
        } else if (text.get().equals(NO_FUSE)) {
            return null;
        } else if (!NUMBER.matcher(text.get()).matches()) {
            node.problem(
                    "'" + text.get() + "' is no number", "write how many Manifests one change may rewrite, or off");
            return null;
        }
        return Integer.valueOf(text.get());
    }

    private static @Nullable String name(YamlNode node, Pattern form, String ifMissing) {
        Optional<String> text = required(node, ifMissing);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            node.problem("'" + text.get() + "' is no name", NAME);
            return null;
        }
        return text.orElse(null);
    }

    private static Optional<String> required(YamlNode node, String fix) {
        if (!node.present()) {
            node.problem("is missing", fix);
        }
        return node.text();
    }

    private static void refuse(YamlNode node, String message, String fix) {
        if (node.present()) {
            node.problem(message, fix);
        }
    }

    private static YamlNode field(Map<String, YamlNode> fields, String key) {
        return Objects.requireNonNull(fields.get(key), key);
    }
}
