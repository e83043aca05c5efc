/** One file for each operator: what it takes, what it gives, what it costs. */
@NullMarked
package dev.brisk.op;

import org.jspecify.annotations.NullMarked;
