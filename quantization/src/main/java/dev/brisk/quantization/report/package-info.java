/** What quantization reports count. */
@NullMarked
package dev.brisk.quantization.report;

import org.jspecify.annotations.NullMarked;
