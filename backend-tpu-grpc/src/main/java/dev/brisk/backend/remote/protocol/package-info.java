/** The messages of TensorFlow Serving and of the Open Inference Protocol, and their tensors. */
@NullMarked
package dev.brisk.backend.remote.protocol;

import org.jspecify.annotations.NullMarked;
