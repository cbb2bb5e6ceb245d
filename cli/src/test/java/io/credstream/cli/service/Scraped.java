package io.credstream.cli.service;

import io.credstream.observe.Metric;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a process answered to Prometheus. */
record Scraped(String text) {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    static Scraped from(int port) throws IOException {
        HttpURLConnection connection = open(port, "/metrics");
        try (var body = connection.getInputStream()) {
            return new Scraped(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static int status(int port, String path) throws IOException {
        return open(port, path).getResponseCode();
    }

    /** The one series with these labels, and perhaps others. */
    OptionalDouble value(Metric metric, String... labels) {
        return value(metric.text(), labels);
    }

    OptionalDouble value(String name, String... labels) {
        Matcher samples = SAMPLE.matcher(text);
        while (samples.find()) {
            if (samples.group(1).equals(name)
                    && labels(samples.group(2)).entrySet().containsAll(pairs(labels))) {
                return OptionalDouble.of(Double.parseDouble(samples.group(3)));
            }
        }
        return OptionalDouble.empty();
    }

    /** The names of all series. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher samples = SAMPLE.matcher(text);
        while (samples.find()) {
            names.add(samples.group(1));
        }
        return names;
    }

    private static HttpURLConnection open(int port, String path) throws IOException {
        URL url = URI.create("http://127.0.0.1:" + port + path).toURL();
        return (HttpURLConnection) url.openConnection();
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    private static Set<Map.Entry<String, String>> pairs(String... labels) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.put(labels[i], labels[i + 1]);
        }
        return pairs.entrySet();
    }
}
