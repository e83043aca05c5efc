package dev.brisk.pass.opset;

import dev.brisk.graph.Node;
import java.util.Set;

/** Attributes that went because they change nothing when a model only infers. */
final class DroppedAttributes implements Upgrade {
  private final int version;
  private final Set<String> operators;
  private final String[] attributes;

  /** The attributes that the operators of some types lost; no types means all. */
  DroppedAttributes(int version, Set<String> operators, String... attributes) {
    this.version = version;
    this.operators = operators;
    this.attributes = attributes;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Set<String> operators() {
    return operators;
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    to.add(node.withAttributes(node.attributes().without(attributes)));
  }
}
