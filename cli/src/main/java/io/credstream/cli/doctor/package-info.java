/** What a machine lacks, said before anything starts. */
@NullMarked
package io.credstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
