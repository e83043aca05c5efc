package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** A pool over all spatial axes, each of which becomes 1. */
final class GlobalPool implements Operator {
  private final String domain;
  private final String type;

  GlobalPool(String domain, String type) {
    this.domain = domain;
    this.type = type;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = Dim.list(input);
    boolean last = node.attributes().intOr("channels_last", 0) != 0;
    for (int axis = 1; axis < dims.size(); axis++) {
      if (axis != (last ? dims.size() - 1 : 1)) {
        dims.set(axis, Dim.of(1));
      }
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
  }
}
