/** What the search for the best form of a model found, as JSON and as text. */
@NullMarked
package dev.brisk.cli.optimize;

import org.jspecify.annotations.NullMarked;
