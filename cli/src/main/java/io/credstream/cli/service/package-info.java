/** The long-running services: each alone, or all of them in one process. */
@NullMarked
package io.credstream.cli.service;

import org.jspecify.annotations.NullMarked;
