/** One file for each rewrite of a graph, and the one ordered list of them. */
@NullMarked
package dev.brisk.pass;

import org.jspecify.annotations.NullMarked;
