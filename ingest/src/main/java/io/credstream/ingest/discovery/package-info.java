/**
 * Which runtimes there are, from the kubeconfig Secrets of their control planes. Pure: no socket, no clock, no topic; what is
 * to be written is returned as values.
 */
@NullMarked
package io.credstream.ingest.discovery;

import org.jspecify.annotations.NullMarked;
