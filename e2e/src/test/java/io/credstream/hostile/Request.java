package io.credstream.hostile;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it came in.
 *
 * @param cluster the hostile cluster that it was sent to
 * @param path below the API server's own address, without the query
 * @param headers by their name in lower case
 */
record Request(String cluster, String method, String path, String query, Map<String, String> headers, String body) {

    private static final int LONGEST_HEAD = 1 << 16;

    /** Reads one; empty connections end in an {@link EOFException}. */
    static Request read(InputStream in) throws IOException {
        String[] lines = head(in).strip().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] target = first[1].split("\\?", 2);
        String[] path = target[0].split("/", 4);
        return new Request(
                path[2],
                first[0],
                "/" + path[3],
                target.length > 1 ? target[1] : "",
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** As it is sent on, for an answer after which the connection ends. */
    byte[] forwarded() {
        StringBuilder head = new StringBuilder("%s /clusters/%s%s%s HTTP/1.1\r\n"
                .formatted(method, cluster, path, query.isEmpty() ? "" : "?" + query));
        headers.forEach((name, value) -> {
            if (!name.equals("connection") && !name.equals("accept-encoding")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return head.append("connection: close\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    boolean isGet() {
        return method.equals("GET");
    }

    boolean isWatch() {
        return isGet() && query.contains("watch=true");
    }

    boolean isWatch(String plural) {
        return isWatch() && path.endsWith("/" + plural);
    }

    /** Of the Secrets that hold credentials, of templates, or of Manifests; not of kubeconfigs. */
    boolean isList(String plural) {
        return isGet() && !isWatch() && path.endsWith("/" + plural) && !isOfKubeconfigs() && !isOfOne();
    }

    boolean isListOfKubeconfigs() {
        return isGet() && !isWatch() && isOfKubeconfigs();
    }

    private boolean isOfKubeconfigs() {
        return query.contains("kyma-name");
    }

    /** Of one Secret, by its name: how kubeconfigs of runtimes are read. */
    boolean isOfOne() {
        return query.contains("fieldSelector");
    }

    boolean isIdentity() {
        return path.endsWith("/namespaces/kube-system");
    }

    boolean isServerVersion() {
        return path.equals("/version");
    }

    boolean isPatch() {
        return method.equals("PATCH");
    }

    boolean isWrite() {
        return isPatch() || method.equals("POST");
    }

    /** What is listed and watched as one. */
    String feed() {
        return cluster + path + parameter("labelSelector");
    }

    /** The value of a parameter as it is written, or nothing. */
    String parameter(String name) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return parameter.substring(name.length() + 1);
            }
        }
        return "";
    }
}
