/** What a change of a value within a model does to the model's outputs. */
@NullMarked
package dev.brisk.quantization.sensitivity;

import org.jspecify.annotations.NullMarked;
