package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.ObjectFile.Unreadable;
import io.credstream.cli.objects.Place;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Line;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that is to be said about a place in the files. Quotes names, labels and registries, never data. */
record Finding(
        @Documented("fine, warning, error or unreadable") Level level,
        @Documented("the file, as it was given") String file,

        @Documented("the number of the document in it, from 1")
        int document,

        @Documented("from 1") int line,

        @Documented("Secret, ModuleTemplate, Manifest; null for what could not be read") @Nullable
        String kind,

        @Documented("of the object") @Nullable String namespace,
        @Documented("of the object") @Nullable String name,

        @Documented("install or config; null for what concerns no single layer") @Nullable
        String layer,

        @Documented(
                "what a layer's or a Manifest's credentials amount to, or Refused for a ModuleTemplate that lifecycle-manager"
                        + " refuses; null for all that is said besides")
        @Nullable
        String state,

        @Documented("of the layer, if its label is one") @Nullable
        String selector,

        @Documented("the Secrets that the selector matches, as namespace/name")
        List<String> secrets,

        @Documented("what is so") String message,

        @Documented("what to do about it, or null") @Nullable
        String fix) {

    Finding {
        secrets = List.copyOf(secrets);
    }

    static Finding of(Level level, KubernetesObject object, Place place, String message, @Nullable String fix) {
        return new Finding(
                level,
                place.file(),
                place.document(),
                place.line(),
                object.kind(),
                object.namespace(),
                object.name(),
                null,
                null,
                null,
                List.of(),
                message,
                fix);
    }

    static Finding of(Unreadable unreadable) {
        Place place = unreadable.place();
        return new Finding(
                Level.UNREADABLE,
                place.file(),
                place.document(),
                place.line(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                unreadable.message(),
                unreadable.fix());
    }

    Finding ofState(String verdict) {
        return new Finding(
                level, file, document, line, kind, namespace, name, layer, verdict, selector, secrets, message, fix);
    }

    Finding ofLayer(String layerName, @Nullable String labels, List<String> matched) {
        return new Finding(
                level, file, document, line, kind, namespace, name, layerName, state, labels, matched, message, fix);
    }

    Finding ofLayer(String layerName) {
        return ofLayer(layerName, selector, secrets);
    }

    /** Whether the other one is of another layer of the same object, and differs in nothing that a person reads. */
    boolean saysTheSameAs(Finding other) {
        return layer != null
                && other.layer != null
                && level == other.level
                && document == other.document
                && file.equals(other.file)
                && object().equals(other.object())
                && message.equals(other.message)
                && Objects.equals(fix, other.fix);
    }

    /** {@code kcp-system/registry-cred}, or where it could not be read, where. */
    String object() {
        return name == null ? "document " + document : namespace + "/" + name;
    }

    /** {@code file:line: level: what: message; fix}. */
    Line line(boolean coloured) {
        String what = kind == null ? object() : kind + " " + object();
        return new Line(coloured)
                .add(file + ":" + line + ": ")
                .add(level.style(), level.display())
                .add(": " + what + (layer == null ? "" : " " + layer) + ": " + message
                        + (fix == null ? "" : "; " + fix));
    }
}
