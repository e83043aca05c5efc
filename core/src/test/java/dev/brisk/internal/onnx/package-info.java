@NullMarked
package dev.brisk.internal.onnx;

import org.jspecify.annotations.NullMarked;
