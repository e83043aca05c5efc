/** What an evaluation measures, one metric a file. */
@NullMarked
package dev.brisk.cli.metric;

import org.jspecify.annotations.NullMarked;
