package dev.brisk.internal.onnx;

import dev.brisk.internal.memory.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor as its file has it.
 *
 * @param message the whole {@code TensorProto}
 * @param external its elements in another file, or null
 */
record EncodedTensor(Bytes message, @Nullable Bytes external) {}
