/** Evening out the channels of what matrix products read. */
@NullMarked
package dev.brisk.quantization.smoothing;

import org.jspecify.annotations.NullMarked;
