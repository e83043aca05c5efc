/** Codes chosen by what layers are given: the inputs of products, and what is made of them. */
@NullMarked
package dev.brisk.quantization.int4.activation;

import org.jspecify.annotations.NullMarked;
