package io.credstream.cli.service;

import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** What Prometheus gets to see of this process: what its services measure, and the basics of the JVM. */
final class Scrape implements Part {

    /** Of the text that {@link #text()} returns. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = Meters.in(registry);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Scrape() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Shows whether the process does its work. */
    void ready(Supplier<Health> health) {
        var unused = meters.gauge(Metric.READY, () -> health.get().ready() ? 1 : 0);
    }

    /** Where services measure. */
    Meters meters() {
        return meters;
    }

    String text() {
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
