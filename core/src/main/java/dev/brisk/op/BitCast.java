package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** The bits of its input as elements of another type of the same width. */
final class BitCast implements Operator {
  @Override
  public String type() {
    return "BitCast";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, to(node), node.shape(0));
  }

  private static ElementType to(InferenceContext node) {
    return ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray from = node.array(0);
    ElementType to = to(node);
    if (from.elementType().bits() != to.bits() || to == ElementType.STRING) {
      throw new InvalidModelException(
          "The bits of elements of %s are not those of %s".formatted(from.elementType(), to));
    }
    ByteBuffer bits = from.toTensor().asByteBuffer();
    Tensor made = Tensor.allocate(to, from.shape());
    made.asByteBuffer().put(bits);
    return List.of(NdArray.of(made));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return node.elementType(0) == to(node);
  }
}
