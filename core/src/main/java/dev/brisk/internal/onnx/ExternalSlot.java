package dev.brisk.internal.onnx;

/**
 * Where the elements of a tensor lie outside the model's file.
 *
 * @param location the other file, relative to the model's folder
 * @param offset in bytes
 * @param length in bytes
 */
record ExternalSlot(String location, long offset, long length) {}
