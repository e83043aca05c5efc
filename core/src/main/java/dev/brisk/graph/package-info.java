/** The graph of a model: immutable nodes and values, and the patches that rewrite it. */
@NullMarked
package dev.brisk.graph;

import org.jspecify.annotations.NullMarked;
