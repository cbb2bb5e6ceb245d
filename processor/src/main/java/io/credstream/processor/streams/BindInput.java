package io.credstream.processor.streams;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;

/** What the bind stage is told. Sealed: a new input topic has to be dealt with before it can be read. */
public sealed interface BindInput {

    /** A cluster is in the fleet. */
    record ClusterKnown(Cluster cluster) implements BindInput {}

    /** A cluster is no longer in the fleet. */
    record ClusterGone(String cluster) implements BindInput {}

    /** How a cluster is watched. */
    record StatusKnown(ClusterStatus status) implements BindInput {}

    /** Nobody says any more how a cluster is watched. */
    record StatusGone(String cluster) implements BindInput {}

    /** A credential as observed. */
    record CredentialSeen(Credential credential) implements BindInput {}

    /** A credential is gone. */
    record CredentialGone(ObjectRef ref, Deletion deletion) implements BindInput {}

    /** A template as observed. */
    record TemplateSeen(Template template) implements BindInput {}

    /** A template is gone. */
    record TemplateGone(ObjectRef ref, Deletion deletion) implements BindInput {}
}
