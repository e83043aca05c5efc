/** How far values within a changed model are from those of the float model. */
@NullMarked
package dev.brisk.quantization.error;

import org.jspecify.annotations.NullMarked;
