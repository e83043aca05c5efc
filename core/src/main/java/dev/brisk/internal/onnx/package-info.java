/**
 * The ONNX file format.
 *
 * <p>The messages are those of the <a href="https://onnx.ai/onnx/repo-docs/IR.html">ONNX
 * intermediate representation</a>, version 13. One class a message family reads it into the graph
 * and writes it again. Reading splits a message in two: the messages that the graph models as
 * objects, and all its other fields, which stay in the object's {@link dev.brisk.graph.Extras} as
 * they are encoded. Writing puts these fields out again, but those whose value the object has
 * changed since. So whatever nobody touched survives, unknown fields and the difference between
 * absent and empty included. Dense tensors keep their whole message and are read when asked for.
 */
@NullMarked
package dev.brisk.internal.onnx;

import org.jspecify.annotations.NullMarked;
