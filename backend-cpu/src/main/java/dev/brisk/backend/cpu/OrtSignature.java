package dev.brisk.backend.cpu;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.Signature;

/** A model's inputs and outputs as ONNX Runtime's Java API can give and take them. */
final class OrtSignature extends Signature {
  /** What fits a Java buffer, with the room that ONNX Runtime wants left for an element. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L * Long.BYTES;

  /**
   * The signature of a model.
   *
   * @throws UnsupportedModelException if an input cannot be given or an output not be read
   */
  OrtSignature(Model model) {
    super(model);
    for (TensorSpec input : inputs()) {
      if (!OrtTensors.isCreatable(input.elementType())) {
        throw new UnsupportedModelException(
            ("Input '%s' of %s cannot be given to ONNX Runtime, whose Java API makes only tensors"
                    + " of %s; let the model take one of these and cast it")
                .formatted(input.name(), input.elementType(), OrtTensors.creatable()));
      }
    }
    for (TensorSpec output : outputs()) {
      if (!OrtTensors.isReadable(output.elementType())) {
        throw new UnsupportedModelException(
            ("Output '%s' of %s cannot be read from ONNX Runtime, whose Java API knows no elements"
                    + " narrower than a byte; let the model cast it")
                .formatted(output.name(), output.elementType()));
      }
    }
  }

  @Override
  protected void checkSize(TensorSpec input, Tensor tensor) {
    if (tensor.elementType() != ElementType.STRING && tensor.byteSize() > MAX_BYTES) {
      throw new InvalidInputException(
          "Input '%s' of %d bytes is larger than the 2 GiB that ONNX Runtime's Java API takes"
              .formatted(input.name(), tensor.byteSize()));
    }
  }

  @Override
  public boolean isPinnable(ElementType type) {
    return OrtTensors.isCreatable(type) && super.isPinnable(type);
  }
}
