/**
 * Files of Kubernetes objects, read for their content and for where it stands: multi-document YAML and JSON, of which one bad
 * document spoils no other.
 */
@NullMarked
package io.credstream.cli.objects;

import org.jspecify.annotations.NullMarked;
