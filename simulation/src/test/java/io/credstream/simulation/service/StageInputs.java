package io.credstream.simulation.service;

import io.credstream.processor.streams.BindInput;
import io.credstream.processor.streams.DecideInput;
import io.credstream.processor.streams.Reading;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the records of each input topic of a stage are read, as the processor's topology has it. */
final class StageInputs {

    /** One input topic. */
    record Input<V extends java.lang.Record, I>(Topic<V> topic, Reading<V, I> reading) {}

    private StageInputs() {}

    static Map<String, Input<?, BindInput>> bind(Topics topics) {
        Map<String, Input<?, BindInput>> inputs = new LinkedHashMap<>();
        add(
                inputs,
                topics.clusters(),
                Reading.facts(topics.clusters(), BindInput.ClusterKnown::new, BindInput.ClusterGone::new));
        add(
                inputs,
                topics.clusterStatus(),
                Reading.facts(topics.clusterStatus(), BindInput.StatusKnown::new, BindInput.StatusGone::new));
        add(
                inputs,
                topics.credentials(),
                Reading.observations(
                        topics.credentials(), BindInput.CredentialSeen::new, BindInput.CredentialGone::new));
        add(
                inputs,
                topics.templates(),
                Reading.observations(topics.templates(), BindInput.TemplateSeen::new, BindInput.TemplateGone::new));
        return inputs;
    }

    static Map<String, Input<?, DecideInput>> decide(Topics topics) {
        Map<String, Input<?, DecideInput>> inputs = new LinkedHashMap<>();
        add(
                inputs,
                topics.manifests(),
                Reading.observations(topics.manifests(), DecideInput.ManifestSeen::new, DecideInput.ManifestGone::new));
        add(
                inputs,
                topics.bindings(),
                Reading.facts(topics.bindings(), DecideInput.BindingKnown::new, DecideInput.BindingGone::of));
        add(inputs, topics.pins(), Reading.facts(topics.pins(), DecideInput.PinKnown::new, DecideInput.PinGone::of));
        add(
                inputs,
                topics.orders(),
                Reading.facts(topics.orders(), DecideInput.Ordered::new, DecideInput.OrderGone::new));
        add(
                inputs,
                topics.applyReports(),
                Reading.facts(topics.applyReports(), DecideInput.Reported::new, DecideInput.ReportGone::new));
        return inputs;
    }

    private static <V extends java.lang.Record, I> void add(
            Map<String, Input<?, I>> inputs, Topic<V> topic, Reading<V, I> reading) {
        inputs.put(topic.name(), new Input<>(topic, reading));
    }
}
