/** Runs models over samples and measures what they make of them. */
@NullMarked
package dev.brisk.cli.evaluation;

import org.jspecify.annotations.NullMarked;
