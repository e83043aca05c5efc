/**
 * What a user of Brisk types: models, tensors, accelerators and quantizers.
 *
 * <p>The way through: {@link dev.brisk.Model#load} a model, {@link dev.brisk.Quantizer#quantize}
 * it, {@link dev.brisk.Accelerator#compile} it, {@link dev.brisk.Executable#run} it.
 */
@NullMarked
package dev.brisk;

import org.jspecify.annotations.NullMarked;
