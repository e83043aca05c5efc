package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import org.jspecify.annotations.Nullable;

/** A block of memory that values lie in, while a plan is made. */
final class Root {
  /** Where it is taken from. */
  enum Kind {
    /** The arena, shared with others at other times. */
    ARENA,
    /** The memory of an input. */
    INPUT,
    /** The memory of an output. */
    OUTPUT,
    /** A constant, worked out when the plan was made. */
    CONSTANT
  }

  Kind kind;
  final long bytes;
  int first;
  int last;
  long offset = -1;
  @Nullable Tensor constant;
  String tensor;
  private @Nullable Root merged;

  Root(Kind kind, String tensor, long bytes, int first) {
    this.kind = kind;
    this.tensor = tensor;
    this.bytes = bytes;
    this.first = first;
    this.last = first;
  }

  /** The block that this one became a part of, or itself. */
  Root actual() {
    Root root = this;
    for (Root next = root.merged; next != null; next = root.merged) {
      root = next;
    }
    return root;
  }

  /** Has this one be another, which is as large. */
  void mergeInto(Root other) {
    other.last = Math.max(other.last, last);
    merged = other;
  }

  /** It is in use in a step. */
  void use(int step) {
    last = Math.max(last, step);
  }

  /** A value's place: in a block, at an offset, in a layout. */
  record Place(Root root, long offset, Layout layout, ElementType type) {}
}
