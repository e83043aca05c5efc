/** Accelerators on the processor. */
@NullMarked
package dev.brisk.backend.cpu;

import org.jspecify.annotations.NullMarked;
