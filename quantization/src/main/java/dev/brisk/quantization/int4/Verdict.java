package dev.brisk.quantization.int4;

import dev.brisk.graph.Node;
import dev.brisk.quantization.int4.block.Matrix;

/** What becomes of a node. */
sealed interface Verdict {
  /** It stays as it is, for a reason. */
  record Kept(String reason) implements Verdict {}

  /** Its weights become codes. */
  sealed interface Coded extends Verdict {
    /** The node. */
    Node node();

    /** The weights. */
    Weight weight();

    /** The value that it reads beside the weights. */
    String reads();
  }

  /**
   * A product with a constant matrix.
   *
   * @param bias what is added to it, or ""
   */
  record Product(Node node, Level level, Weight weight, String bias) implements Coded {
    @Override
    public String reads() {
      return node.input(0);
    }
  }

  /** Rows picked from a constant table. */
  record Lookup(Node node, Weight weight) implements Coded {
    @Override
    public String reads() {
      return node.input(1);
    }
  }

  /**
   * A constant matrix. Equal where the constant and its orientation are.
   *
   * @param columnsFirst whether it is stored as columns by inputs
   * @param table whether rows are picked from it
   */
  record Weight(Level owner, String name, boolean columnsFirst, boolean table) {
    Matrix matrix() {
      Level.Constant constant = owner.constant(name);
      if (constant == null) {
        throw new IllegalStateException(name + " is no constant");
      }
      return Matrix.of(constant.tensor(), columnsFirst);
    }
  }
}
