/** What quantizers count and tidy up at the end. */
@NullMarked
package dev.brisk.quantization.finish;

import org.jspecify.annotations.NullMarked;
