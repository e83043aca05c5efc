/** What is faster on a device: measured, and chosen by minimum cuts. */
@NullMarked
package dev.brisk.quantization.speed;

import org.jspecify.annotations.NullMarked;
