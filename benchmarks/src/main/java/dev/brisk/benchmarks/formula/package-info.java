/** Published formulas for codes of 4 bits, written plainly, for comparison. */
@NullMarked
package dev.brisk.benchmarks.formula;

import org.jspecify.annotations.NullMarked;
