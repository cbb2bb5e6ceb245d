package io.credstream.cli.check;

import io.credstream.cli.ExitCode;
import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.ObjectFile;
import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.projection.SecretSelector;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is to be said about some files.
 *
 * @param findings in the order of the files
 * @param objects how many were checked, in words
 */
record Report(List<Finding> findings, String objects) {

    Report {
        findings = List.copyOf(findings);
    }

    static Report of(List<ObjectFile> files, Cluster cluster, SecretSelector selector, Clock clock) {
        List<KubernetesObject> objects = ObjectFindings.relevant(files);
        CheckedCluster world = new CheckedCluster(cluster, selector, objects);
        Set<ObjectRef> named = new HashSet<>();
        List<Finding> findings = new ArrayList<>(ObjectFindings.unreadable(files));
        findings.addAll(ObjectFindings.of(objects));
        findings.addAll(TemplateFindings.of(world, named));
        findings.addAll(new SecretFindings(world, named, clock).all());
        findings.addAll(new ManifestFindings(world).all());
        List<String> names = files.stream().map(ObjectFile::name).toList();
        findings.sort(Comparator.<Finding>comparingInt(f -> names.indexOf(f.file()))
                .thenComparingInt(Finding::document)
                .thenComparingInt(Finding::line));
        return new Report(findings, counted(objects));
    }

    /** What a person is to read: all but the layers that are fine; what both layers of a template share is said once. */
    List<Finding> told() {
        List<Finding> told = new ArrayList<>();
        for (Finding finding : findings) {
            Finding before = told.isEmpty() ? null : told.getLast();
            if (finding.level() == Level.FINE && finding.state() != null) {
                continue;
            }
            if (before != null && before.saysTheSameAs(finding)) {
                told.set(told.size() - 1, before.ofLayer(before.layer() + ", " + finding.layer()));
            } else {
                told.add(finding);
            }
        }
        return told;
    }

    long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** What was not read could hold anything, so that nothing found besides is the whole truth. */
    ExitCode exitCode() {
        if (count(Level.UNREADABLE) > 0) {
            return ExitCode.USAGE;
        }
        if (count(Level.ERROR) > 0) {
            return ExitCode.BREAKS;
        }
        return count(Level.WARNING) > 0 ? ExitCode.SOMETHING_TO_SEE : ExitCode.FINE;
    }

    /** {@code Checked 1 Secret, 1 ModuleTemplate: 1 error, no warnings.} */
    String recap() {
        String unreadable = count(Level.UNREADABLE) == 0 ? "" : ", " + count(Level.UNREADABLE) + " unreadable";
        return "Checked " + objects + ": " + plural(count(Level.ERROR), "error") + ", "
                + plural(count(Level.WARNING), "warning") + unreadable + ".";
    }

    private static String counted(List<KubernetesObject> objects) {
        String counted = Stream.of(Kind.values())
                .filter(kind -> objects.stream().anyMatch(object -> object.isOf(kind)))
                .map(kind -> plural(
                        objects.stream().filter(object -> object.isOf(kind)).count(), kind.display()))
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "nothing" : counted;
    }

    private static String plural(long count, String what) {
        return (count == 0 ? "no" : "" + count) + " " + what + (count == 1 ? "" : "s");
    }
}
