package dev.brisk.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the body of a function in the place of a call. */
final class Inlining {
  private final Graph body;
  private final Node call;
  private final FreshNames names;
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Node> copies = new ArrayList<>();

  Inlining(Graph body, Node call, FreshNames names) {
    this.body = body;
    this.call = call;
    this.names = names;
    bindOutputs();
    bindInputs();
    for (String value : FreshNames.of(body).all()) {
      if (!value.isEmpty() && !renamed.containsKey(value)) {
        renamed.put(value, names.make(call.label() + "." + value));
      }
    }
  }

  /** What the body makes has the call's names; what it only hands on, or twice, is copied. */
  private void bindOutputs() {
    for (int i = 0; i < body.outputs().size(); i++) {
      String value = body.outputs().get(i).name();
      String output = call.output(i);
      if (!output.isEmpty()
          && (body.producer(value) == null || renamed.putIfAbsent(value, output) != null)) {
        copies.add(Node.of("Identity", "", List.of(value), List.of(output)));
      }
    }
  }

  private void bindInputs() {
    for (int i = 0; i < body.inputs().size(); i++) {
      renamed.put(body.inputs().get(i).name(), call.input(i));
    }
  }

  List<Node> nodes() {
    Graph open = body.toBuilder().inputs(List.of()).outputs(List.of()).build();
    List<Node> nodes = new ArrayList<>();
    for (Node node : new Renaming(renamed).everywhere(open).nodes()) {
      String name = node.name();
      nodes.add(name.isEmpty() ? node : node.withName(names.make(call.label() + "." + name)));
    }
    for (Node copy : copies) {
      String value = copy.input(0);
      nodes.add(copy.withInputs(List.of(renamed.getOrDefault(value, value))));
    }
    return nodes;
  }
}
