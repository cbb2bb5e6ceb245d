package io.credstream.kube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the first document of a YAML stream as kubectl does: with anchors, merge keys and {@code !!binary}, each scalar the type
 * that YAML 1.1 gives it. Goes through the parser's events with a budget and makes no object that the document names.
 */
final class YamlReader {

    private static final PlainScalars TYPES = new PlainScalars();
    private static final String MERGE = "<<";
    private static final String FIX = "check it with kubectl config view";

    private final ParserImpl events;
    private final ValueBudget budget = new ValueBudget();
    private final Map<String, Value> anchors = new HashMap<>();

    private YamlReader(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Math.max(1, text.length()));
        options.setNestingDepthLimit(ValueBudget.DEPTH + 10);
        this.events = new ParserImpl(new StreamReader(text), options);
    }

    static Value read(String text) throws Unreadable {
        try {
            return new YamlReader(text).document();
        } catch (MarkedYAMLException e) {
            throw new Unreadable(line(e.getProblemMark()), "is not YAML", FIX);
        } catch (YAMLException e) {
            throw new Unreadable("file", "holds characters that YAML does not allow", FIX);
        }
    }

    private Value document() throws Unreadable {
        events.getEvent(); // the start of the stream
        if (!events.checkEvent(Event.ID.DocumentStart)) {
            return new Value.Nothing();
        }
        events.getEvent();
        return value();
    }

    private Value value() throws Unreadable {
        budget.spend(1);
        Event event = events.getEvent();
        if (event instanceof AliasEvent alias) {
            Value value = anchors.get(alias.getAnchor());
            if (value == null) {
                throw new Unreadable(line(event.getStartMark()), "refers to an anchor that is not above it", FIX);
            }
            return value;
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.remove(anchor); // what holds itself is an error, and not what had the name before
        }
        budget.enter();
        Value value = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent ignored -> items();
            case MappingStartEvent ignored -> mapping();
            default -> throw new IllegalStateException("the parser sent an event out of place");
        };
        budget.leave();
        if (anchor != null) {
            anchors.put(anchor, value);
        }
        return value;
    }

    private Value items() throws Unreadable {
        List<Value> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(value());
        }
        events.getEvent();
        return new Value.Items(items);
    }

    private Value mapping() throws Unreadable {
        Map<String, Value> own = new LinkedHashMap<>();
        Value merged = new Value.Nothing();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event at = events.peekEvent();
            boolean merge = at instanceof ScalarEvent scalar && isMerge(scalar);
            String key = merge ? MERGE : key(at);
            if (merge) {
                events.getEvent();
            }
            Value value = value();
            if (merge) {
                merged = value;
            } else if (own.put(key, value) != null) {
                throw new Unreadable(line(at.getStartMark()), "has a duplicate key", "remove one of them");
            }
        }
        Event end = events.getEvent();
        merge(own, merged, end);
        return new Value.Mapping(own);
    }

    private static boolean isMerge(ScalarEvent scalar) {
        return scalar.getValue().equals(MERGE) && scalar.getTag() == null && scalar.isPlain();
    }

    private String key(Event at) throws Unreadable {
        Value key = value();
        return switch (key) {
            case Value.Text(String text) -> text;
            case Value.Nothing ignored -> written(at);
            case Value.Numeric ignored -> written(at);
            case Value.Truth ignored -> written(at);
            case Value.Items ignored -> throw noKey(at);
            case Value.Mapping ignored -> throw noKey(at);
        };
    }

    private static String written(Event at) {
        return at instanceof ScalarEvent scalar ? scalar.getValue() : "";
    }

    private static Unreadable noKey(Event at) {
        return new Unreadable(line(at.getStartMark()), "has a key that is not text", FIX);
    }

    /** Own keys come first, then those of the mappings that are merged, in their sequence. */
    private void merge(Map<String, Value> own, Value merged, Event end) throws Unreadable {
        switch (merged) {
            case Value.Nothing ignored -> {}
            case Value.Mapping(Map<String, Value> values) -> {
                budget.spend(values.size());
                values.forEach(own::putIfAbsent);
            }
            case Value.Items(List<Value> items) -> {
                for (Value item : items) {
                    if (!(item instanceof Value.Mapping)) {
                        throw new Unreadable(line(end.getEndMark()), "merges what is not a mapping", FIX);
                    }
                    merge(own, item, end);
                }
            }
            case Value.Text ignored -> throw noMerge(end);
            case Value.Numeric ignored -> throw noMerge(end);
            case Value.Truth ignored -> throw noMerge(end);
        }
    }

    private static Unreadable noMerge(Event end) {
        return new Unreadable(line(end.getEndMark()), "merges what is not a mapping", FIX);
    }

    private static Value scalar(ScalarEvent scalar) throws Unreadable {
        String text = scalar.getValue();
        String tag = scalar.getTag();
        if (tag == null || tag.equals("!")) {
            boolean plain = tag == null && scalar.getImplicit().canOmitTagInPlainScalar();
            tag = plain ? TYPES.resolve(NodeId.scalar, text, true).getValue() : Tag.STR.getValue();
        }
        if (tag.equals(Tag.BINARY.getValue())) {
            return binary(scalar);
        } else if (tag.equals(Tag.NULL.getValue())) {
            return new Value.Nothing();
        } else if (tag.equals(Tag.BOOL.getValue())) {
            return new Value.Truth(PlainScalars.truth(text).orElse(false));
        } else if (tag.equals(Tag.INT.getValue()) || tag.equals(Tag.FLOAT.getValue())) {
            return new Value.Numeric();
        }
        return new Value.Text(text);
    }

    private static Value binary(ScalarEvent scalar) throws Unreadable {
        try {
            String base64 = scalar.getValue().replaceAll("[ \\t\\r\\n]", "");
            return new Value.Text(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(line(scalar.getStartMark()), "is not base64, as its tag !!binary says", FIX);
        }
    }

    private static String line(@Nullable Mark mark) {
        return mark == null ? "file" : "line " + (mark.getLine() + 1);
    }
}
