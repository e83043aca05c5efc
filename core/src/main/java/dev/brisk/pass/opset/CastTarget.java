package dev.brisk.pass.opset;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Map;
import java.util.Set;

/** Cast named its target type in letters; now it gives the type's code. */
final class CastTarget implements Upgrade {
  private static final Map<String, ElementType> NAMES =
      Map.ofEntries(
          Map.entry("FLOAT", ElementType.FLOAT32),
          Map.entry("FLOAT16", ElementType.FLOAT16),
          Map.entry("DOUBLE", ElementType.FLOAT64),
          Map.entry("UINT8", ElementType.UINT8),
          Map.entry("INT8", ElementType.INT8),
          Map.entry("UINT16", ElementType.UINT16),
          Map.entry("INT16", ElementType.INT16),
          Map.entry("UINT32", ElementType.UINT32),
          Map.entry("INT32", ElementType.INT32),
          Map.entry("UINT64", ElementType.UINT64),
          Map.entry("INT64", ElementType.INT64),
          Map.entry("BOOL", ElementType.BOOL));

  @Override
  public int version() {
    return 6;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Cast");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    Attribute target = node.attributes().get("to");
    if (target == null || target.kind() != Attribute.Kind.STRING) {
      to.add(node);
      return;
    }
    ElementType type = NAMES.get(target.asString());
    if (type == null) {
      throw new UnsupportedModelException(
          "Node %s casts to '%s'; known are %s".formatted(node, target.asString(), NAMES.keySet()));
    }
    Attribute code = Attribute.of("to", type.onnxCode());
    to.add(node.withAttributes(node.attributes().with(code)));
  }
}
