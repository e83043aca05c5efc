/** Fixtures of the quantizers' tests. */
@NullMarked
package dev.brisk.quantization.testing;

import org.jspecify.annotations.NullMarked;
