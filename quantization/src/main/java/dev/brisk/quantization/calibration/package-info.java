/**
 * Statistics of values over samples, and the ways to choose from them the range that integer codes
 * cover.
 */
@NullMarked
package dev.brisk.quantization.calibration;

import org.jspecify.annotations.NullMarked;
