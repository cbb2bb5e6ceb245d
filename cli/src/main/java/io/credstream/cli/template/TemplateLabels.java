package io.credstream.cli.template;

import io.credstream.cli.objects.DescriptorSource;
import io.credstream.cli.objects.Document;
import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.Nodes;
import io.credstream.cli.objects.ObjectFile;
import io.credstream.cli.objects.ObjectReader;
import io.credstream.cli.objects.Place;
import io.credstream.cli.text.Problem;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.projection.DescriptorResources;
import io.credstream.projection.DescriptorResources.Resource;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Labels the resources of all templates of a file, or says why it does not; then the file stays as it is. */
final class TemplateLabels {

    private final ObjectFile file;
    private final Wish wish;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private int templates;
    private int resources;

    private TemplateLabels(ObjectFile file, Wish wish) {
        this.file = file;
        this.wish = wish;
    }

    /**
     * What is wanted.
     *
     * @param all whether all resources with a blob are to have the label, and not those of the layers only
     * @param replace whether another label may be replaced
     */
    record Wish(LabelSelector selector, boolean all, boolean replace) {}

    /**
     * What became of a file.
     *
     * @param text the file as it is to be; as it was where there are problems
     * @param templates how many are in it
     * @param resources how many of theirs have the label now
     * @param edits how many of these did not
     */
    record Outcome(ObjectFile file, String text, int templates, int resources, int edits, List<Problem> problems) {
        Outcome {
            problems = List.copyOf(problems);
        }
    }

    static Outcome of(ObjectFile file, Wish wish) {
        return new TemplateLabels(file, wish).outcome();
    }

    private Outcome outcome() {
        file.unreadable().forEach(u -> problem(u.place(), "", u.message(), u.fix()));
        file.objects().stream().filter(TemplateLabels::isTemplate).forEach(this::label);
        String text = problems.isEmpty() ? Edit.apply(file.text(), edits) : file.text();
        if (problems.isEmpty() && !edits.isEmpty()) {
            verify(ObjectReader.read(file.name(), text));
        }
        String shown = problems.isEmpty() ? text : file.text();
        return new Outcome(file, shown, templates, resources, edits.size(), problems);
    }

    private static boolean isTemplate(KubernetesObject object) {
        return object.kind().equals(Kind.MODULE_TEMPLATE.display())
                && object.apiVersion().startsWith(Kyma.GROUP + "/");
    }

    private void label(KubernetesObject template) {
        templates++;
        DescriptorResources described = described(template);
        if (described.problem() != null) {
            problem(template.place("spec", "descriptor"), template.title(), described.problem(), "mend it first");
            return;
        }
        List<Resource> wanted =
                described.resources().stream().filter(this::isWanted).toList();
        resources += wanted.size();
        List<Resource> lacking = wanted.stream().filter(r -> !isLabelled(r)).toList();
        if (lacking.isEmpty()) {
            return;
        }
        Optional<DescriptorSource> source = DescriptorSource.of(template);
        if (source.isEmpty()) {
            problem(
                    template.place("spec", "descriptor"),
                    template.title(),
                    "its descriptor is a string in a form that cannot be edited in place",
                    "write it as an object, or as a block that begins with |");
        } else if (ObjectReader.hasAlias(template.document().text())
                || ObjectReader.hasAlias(source.get().text())) {
            problem(
                    template.place(),
                    template.title(),
                    "its document has a YAML alias, so that one edit could change several places",
                    "write it out");
        } else {
            lacking.forEach(resource -> label(template, source.get(), described.path(), resource));
        }
    }

    private boolean isWanted(Resource resource) {
        return resource.pulled() && (wish.all() || resource.layer() != null);
    }

    private boolean isLabelled(Resource resource) {
        return resource.selector().equals(new LayerSelector.Labelled(wish.selector()));
    }

    private void label(KubernetesObject template, DescriptorSource source, List<String> path, Resource resource) {
        String[] at = {path.get(0), path.get(1), "" + resource.index()};
        Place place = source.place(at);
        boolean labelled = !(resource.selector() instanceof LayerSelector.Unlabelled);
        if (labelled && !wish.replace()) {
            problem(
                    place,
                    template.title() + " " + nameOf(source, at),
                    "has another label " + Kyma.OCI_REGISTRY_CRED + present(resource.selector()),
                    "add --replace if it is to be replaced");
            return;
        }
        Optional<Node> node = Nodes.find(source.root(), at);
        boolean listed = Nodes.find(source.root(), at[0], at[1], at[2], "labels")
                .filter(labels -> labels instanceof MappingNode)
                .isPresent();
        if (node.isEmpty() || !(node.get() instanceof MappingNode map) || listed) {
            problem(place, template.title(), "its labels are no list", "write a list of entries with name and value");
            return;
        }
        YamlText text = new YamlText(source.text());
        Edit edit = new LabelEdits(text, wish.selector().matchLabels(), listIndent(text, source, path)).of(map);
        edits.add(inFile(source, edit));
    }

    /** Lists are indented below their key, or not, as the list of resources is. */
    private static int listIndent(YamlText text, DescriptorSource source, List<String> path) {
        Node parent = Nodes.find(source.root(), path.get(0)).orElse(source.root());
        return Nodes.entry(parent, path.get(1))
                .filter(entry -> YamlText.isBlock(entry.getValueNode()))
                .map(entry -> text.column(text.dash((SequenceNode) entry.getValueNode()))
                        - text.column(text.start(entry.getKeyNode())))
                .filter(indent -> indent >= 0 && indent <= 8)
                .orElse(0);
    }

    /** From the descriptor's own text to the file: further in by the indent of its block, and with the line breaks there. */
    private static Edit inFile(DescriptorSource source, Edit edit) {
        Document document = source.document();
        boolean wholeLines = edit.start() == 0 || source.text().charAt(edit.start() - 1) == '\n';
        String body = edit.text();
        String last = body.endsWith("\n") ? "\n" : "";
        String indented = body.substring(0, body.length() - last.length()).replace("\n", "\n" + source.indent()) + last;
        String text = wholeLines ? source.indent() + indented : indented;
        String written = document.text().contains("\r\n") ? text.replace("\n", "\r\n") : text;
        int start = document.start() + source.inDocument(edit.start());
        int end = edit.end() == edit.start() ? start : document.start() + source.inDocument(edit.end());
        return new Edit(start, end, written);
    }

    /** Whatever was overlooked above must not reach a file: all is read again, and is to say what was wanted and nothing else. */
    private void verify(ObjectFile edited) {
        boolean same = edited.unreadable().isEmpty()
                && edited.objects().size() == file.objects().size();
        for (int i = 0; same && i < file.objects().size(); i++) {
            KubernetesObject before = file.objects().get(i);
            KubernetesObject after = edited.objects().get(i);
            same = isTemplate(before)
                    ? isAsWanted(before, after)
                    : before.json().equals(after.json());
        }
        if (!same) {
            problem(
                    new Place(file.name(), 1, 1),
                    "",
                    "is written in a form that cannot be edited safely",
                    "write the resources one key a line");
        }
    }

    private boolean isAsWanted(KubernetesObject before, KubernetesObject after) {
        List<Resource> then = described(before).resources();
        List<Resource> now = described(after).resources();
        boolean same =
                then.size() == now.size() && WithoutLabels.of(before.json()).equals(WithoutLabels.of(after.json()));
        for (int i = 0; same && i < then.size(); i++) {
            same = isWanted(then.get(i)) ? isLabelled(now.get(i)) : now.get(i).equals(then.get(i));
        }
        return same;
    }

    private static DescriptorResources described(KubernetesObject template) {
        return DescriptorResources.of(template.json().path("spec").path("descriptor"));
    }

    private static String nameOf(DescriptorSource source, String... at) {
        String[] path = {at[0], at[1], at[2], "name"};
        return Nodes.find(source.root(), path)
                .map(name -> name instanceof ScalarNode scalar ? scalar.getValue() : "")
                .orElse("");
    }

    private static String present(LayerSelector selector) {
        return switch (selector) {
            case LayerSelector.Labelled(LabelSelector labels) -> " (" + SelectorText.of(labels) + ")";
            case LayerSelector.Invalid(String problem) -> ", which is no selector: " + problem;
            case LayerSelector.Unlabelled unlabelled -> "";
        };
    }

    private void problem(Place place, String what, String message, String fix) {
        problems.add(new Problem(place + ": document " + place.document(), what, message, fix));
    }
}
