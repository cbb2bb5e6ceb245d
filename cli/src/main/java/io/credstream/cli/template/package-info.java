/**
 * {@code credstream template …}: edits ModuleTemplates as text, at the positions that the parser reports, so that all that is not
 * edited stays as somebody wrote it; and looks at the result before anybody gets it.
 */
@NullMarked
package io.credstream.cli.template;

import org.jspecify.annotations.NullMarked;
