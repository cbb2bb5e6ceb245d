/**
 * Answers, where no record of the log or of the audit is one by itself. Their fields, with those of the model, are what programs read, so a
 * field that is renamed or goes is a new version of what programs are promised ({@code docs/json.md}).
 */
@NullMarked
package io.credstream.audit.answer;

import org.jspecify.annotations.NullMarked;
