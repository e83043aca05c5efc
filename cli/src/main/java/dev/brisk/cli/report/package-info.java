/** Reports for people: HTML pages that need nothing but themselves. */
@NullMarked
package dev.brisk.cli.report;

import org.jspecify.annotations.NullMarked;
