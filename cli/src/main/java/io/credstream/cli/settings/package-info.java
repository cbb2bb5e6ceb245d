/**
 * One mechanism for every setting: a record says what there is; flags, environment, file and help follow from it.
 */
@NullMarked
package io.credstream.cli.settings;

import org.jspecify.annotations.NullMarked;
