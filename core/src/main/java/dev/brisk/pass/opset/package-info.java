/** Conversion of models to newer versions of the standard's operator set. */
@NullMarked
package dev.brisk.pass.opset;

import org.jspecify.annotations.NullMarked;
