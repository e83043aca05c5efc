package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Set;

/** Transposed convolutions, for which there are no integer kernels. */
final class ConvTransposeRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("ConvTranspose");
  }

  @Override
  public Form form(Node node, Facts facts) {
    return new Form.Kept("there is no integer kernel for ConvTranspose");
  }
}
