package dev.brisk.pass.opset;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Map;
import java.util.Set;

/** A text attribute took on another default, or other names for what it chooses from. */
final class TextValue implements Upgrade {
  private final int version;
  private final String operator;
  private final String attribute;
  private final String absent;
  private final Map<String, String> renamed;

  /**
   * The change of an operator's attribute.
   *
   * @param absent what the old version does where the attribute is absent, by its old name
   * @param renamed the new names by the old ones
   */
  TextValue(
      int version, String operator, String attribute, String absent, Map<String, String> renamed) {
    this.version = version;
    this.operator = operator;
    this.attribute = attribute;
    this.absent = absent;
    this.renamed = renamed;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Set<String> operators() {
    return Set.of(operator);
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    String old = node.attributes().stringOr(attribute, absent);
    String value = renamed.getOrDefault(old, old);
    to.add(node.withAttributes(node.attributes().with(Attribute.of(attribute, value))));
  }
}
