package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Concatenations: each input is brought to the output's line. */
final class ConcatRule implements Rule {
  @Override
  public Set<String> operators() {
    return Set.of("Concat");
  }

  @Override
  public Form form(Node node, Facts facts) {
    List<Integer> all = IntStream.range(0, node.inputs().size()).boxed().toList();
    return new Form.Computed(all, null);
  }
}
