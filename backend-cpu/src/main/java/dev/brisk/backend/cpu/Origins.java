package dev.brisk.backend.cpu;

import dev.brisk.Model;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which of a model's nodes ONNX Runtime made one of its own of, going by its name. ONNX
 * Runtime keeps the name of one of the nodes that it merges, and adds an ending where it changes
 * the layout or pulls a scale in; a node without a name it calls by its type and its place.
 */
final class Origins {
  private static final Pattern ENDING =
      Pattern.compile("(.+?)(_nchwc|_nhwc|_token_\\d+|/[A-Za-z]+Fusion/?|_[A-Za-z]+Fusion)");
  private static final Pattern PLACE = Pattern.compile("([A-Za-z0-9]+)_(\\d+)");

  private final Set<String> labels = new HashSet<>();
  private final List<Node> places = new ArrayList<>();

  Origins(Model model) {
    for (Node node : model.graph().nodes()) {
      labels.add(node.label());
      if (!node.is("Constant")) {
        places.add(node);
      }
    }
  }

  /** The label of the model's node; "" if it has none of that name. */
  String of(String name) {
    String rest = name;
    while (!labels.contains(rest)) {
      Matcher ending = ENDING.matcher(rest);
      if (!ending.matches()) {
        return ofPlace(rest);
      }
      rest = ending.group(1);
    }
    return rest;
  }

  private String ofPlace(String name) {
    Matcher place = PLACE.matcher(name);
    if (!place.matches() || place.group(2).length() > 6) {
      return "";
    }
    int index = Integer.parseInt(place.group(2));
    Node node = index < places.size() ? places.get(index) : null;
    boolean same = node != null && node.name().isEmpty() && node.operator().equals(place.group(1));
    return same && node != null ? node.label() : "";
  }
}
