/** Golden cases that need what a sink makes of decisions: its patches, its lanes and their time. */
@NullMarked
package io.credstream.golden.writing;

import org.jspecify.annotations.NullMarked;
