/** What a module implements to bring an accelerator, a quantizer or a model format. */
@NullMarked
package dev.brisk.spi;

import org.jspecify.annotations.NullMarked;
