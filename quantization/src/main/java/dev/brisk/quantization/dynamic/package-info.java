/**
 * Dynamic int8 quantization: weights become codes once, activations each time a product reads them.
 */
@NullMarked
package dev.brisk.quantization.dynamic;

import org.jspecify.annotations.NullMarked;
