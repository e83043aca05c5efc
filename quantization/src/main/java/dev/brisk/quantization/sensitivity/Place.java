package dev.brisk.quantization.sensitivity;

import dev.brisk.Model;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.Types;
import dev.brisk.pass.Submodel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value that is disturbed, and the part of the model after it: what nodes make of it, given what
 * they read besides. What comes before need not run again for each disturbance.
 *
 * @param value the value
 * @param after makes those outputs of the model that hang on it; empty if no node makes any
 * @param disturbances what is put in its place
 */
record Place(String value, Optional<Model> after, List<Disturbance> disturbances) {
  static Place of(Model model, Types types, String value, List<Disturbance> disturbances) {
    Graph graph = model.graph();
    Set<String> changed = new HashSet<>(Set.of(value));
    Set<String> given = new HashSet<>(Set.of(value));
    for (Node node : graph.nodes()) {
      if (node.reads().stream().anyMatch(changed::contains)) {
        changed.addAll(node.outputs());
      } else {
        given.addAll(node.outputs());
      }
    }
    given.remove("");
    changed.remove(value);
    List<String> outputs =
        graph.outputs().stream().map(Value::name).filter(changed::contains).toList();
    Optional<Model> after =
        outputs.isEmpty()
            ? Optional.empty()
            : Optional.of(Submodel.between(model, types, given, outputs));
    return new Place(value, after, disturbances);
  }

  /** What must be known of the whole model to run the part after this place. */
  Set<String> needed() {
    Set<String> names = new LinkedHashSet<>();
    after.ifPresent(part -> part.inputs().stream().map(TensorSpec::name).forEach(names::add));
    names.add(value);
    for (Disturbance disturbance : disturbances) {
      names.add(disturbance.disturbed());
      names.add(disturbance.part());
    }
    return names;
  }
}
