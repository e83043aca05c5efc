package dev.brisk.quantization.int4;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.Grid;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How codes and the nodes that read them are written. Stateless. */
interface Form {
  /**
   * A weight's codes as tensors.
   *
   * @param zeroPoints null where they are all the middle code
   */
  record Tensors(Tensor codes, Tensor scales, @Nullable Tensor zeroPoints) {}

  /**
   * The names of a weight's tensors.
   *
   * @param zeroPoints "" where there are none
   */
  record Names(String codes, String scales, String zeroPoints) {
    /** The names as a node's inputs. */
    List<String> inputs() {
      return zeroPoints.isEmpty() ? List.of(codes, scales) : List.of(codes, scales, zeroPoints);
    }
  }

  /**
   * The model in a form that can hold the new nodes.
   *
   * @throws UnsupportedModelException if there is none
   */
  Model prepare(Model model);

  /** Why tables cannot become codes; empty if they can. */
  Optional<String> obstacleToLookups();

  /** The tensors of a weight. */
  Tensors tensors(Verdict.Weight weight, BlockCodes codes);

  /** The nodes of a product, the last of which makes the site's output. */
  List<Node> product(Verdict.Product product, Site site, Names names, BlockShape shape);

  /** The node of a lookup. */
  Node lookup(Verdict.Lookup lookup, Names names, Grid grid);

  /**
   * Where a product stands.
   *
   * @param input the value that it reads
   * @param output the value that it makes
   * @param free makes a new name from a wanted one
   */
  record Site(String input, String output, UnaryOperator<String> free) {}

  /** The sizes of a matrix of codes. */
  record BlockShape(int inputs, int columns, Grid grid) {}
}
