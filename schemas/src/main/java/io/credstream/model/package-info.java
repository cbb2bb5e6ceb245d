/** What flows through the topics: immutable facts about clusters, credentials, templates and Manifests, and the decisions that follow from them. Imports nothing but {@code java.*}. */
@NullMarked
package io.credstream.model;

import org.jspecify.annotations.NullMarked;
