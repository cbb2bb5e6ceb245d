/** How to reach a cluster: kubeconfigs judged before anything acts on them, and one HTTP stack for all clients of a process. */
@NullMarked
package io.credstream.kube;

import org.jspecify.annotations.NullMarked;
