/** A real API server for tests: kube-apiserver and etcd beside the JVM, and those who use them. */
@NullMarked
package io.credstream.testkit.apiserver;

import org.jspecify.annotations.NullMarked;
