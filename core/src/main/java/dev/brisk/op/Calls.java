package dev.brisk.op;

import dev.brisk.graph.Function;
import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes whose operator the model itself defines by a function. */
final class Calls {
  private Calls() {}

  /** The model's functions by {@link #key}. */
  static Map<String, Function> index(List<Function> functions) {
    Map<String, Function> index = new HashMap<>();
    for (Function function : functions) {
      index.put(key(function.domain(), function.name(), function.overload()), function);
    }
    return index;
  }

  /** What names the function that a node calls, if it calls one. */
  static String key(Node node) {
    return key(node.domain(), node.operator(), node.overload());
  }

  private static String key(String domain, String name, String overload) {
    return (domain.equals("ai.onnx") ? "" : domain) + ":" + name + ":" + overload;
  }
}
