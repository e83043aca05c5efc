package dev.brisk.quantization.int8;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which nodes compute on codes.
 *
 * <p>Sums of products always do: for their sake values get codes. Other nodes do so where it costs
 * no more precision, and that is between such nodes: an operand already has codes, and somebody
 * after it wants some. So the tail of a network, where numbers of unlike size often meet, stays
 * float, and so does what lies between the matrix products of a transformer.
 *
 * <p>A node that is to stay float reads floats. Where those come from a kernel that gives nothing
 * but codes, the node before stays float, too.
 */
final class Planner {
  /** What is known of a value's codes before it is known who wants them. */
  private enum Origin {
    /** It can have codes, but only for a sum of products. */
    FLOAT,
    /** It comes into the model, perhaps moved about: codes lose what the caller gave. */
    INPUT,
    /** Its kernel gives codes. */
    CODES
  }

  private final Graph graph;
  private final Facts facts;
  private final Target target;
  private final Map<Node, Form> forms = new LinkedHashMap<>();
  private final Map<Node, String> kept = new HashMap<>();
  private final Set<Node> floats = new HashSet<>();
  private final Map<Node, Node> clamps = new LinkedHashMap<>();
  private final Map<String, Origin> origins = new HashMap<>();

  private Planner(Graph graph, Target target) {
    this.target = target;
    this.graph = graph;
    this.facts = new Facts(graph);
  }

  /**
   * The plan for a prepared graph.
   *
   * @param kept why nodes stay float, by their labels
   */
  static Plan plan(Graph graph, Map<String, String> kept, Target target) {
    Planner planner = new Planner(graph, target);
    planner.chooseForms(kept);
    planner.forward();
    planner.backward();
    if (!target.codesInputsOnly()) {
      planner.takeOverClamps();
    }
    return planner.result();
  }

  private void chooseForms(Map<String, String> wanted) {
    for (Node node : graph.nodes()) {
      String reason = wanted.get(node.label());
      if (reason != null) {
        keep(node, reason);
        floats.add(node);
      } else {
        forms.put(node, form(node));
      }
    }
    for (Node node : List.copyOf(floats)) {
      node.reads().forEach(value -> keepProducer(value, node));
    }
    for (Node node : graph.nodes()) {
      if (forms.get(node) instanceof Form.Kept form) {
        keep(node, form.reason());
      }
    }
  }

  private Form form(Node node) {
    Form form = Rules.form(node, facts);
    if (!target.codesInputsOnly() || form instanceof Form.Kept) {
      return form;
    }
    return form instanceof Form.Weighted weighted
        ? weighted.givingFloats()
        : new Form.Kept("the target fuses it by itself");
  }

  /** Makes sure that a value is computed as floats for a reader. */
  private void keepProducer(String value, Node reader) {
    Node producer = graph.producer(value);
    Form form = producer == null ? null : forms.get(producer);
    if (producer == null || form == null || form instanceof Form.Kept) {
      return;
    }
    boolean givesFloats = form instanceof Form.Weighted weighted && !weighted.codesOnly();
    if (givesFloats && graph.consumers(value).size() == 1 && !graph.isOutput(value)) {
      return;
    }
    floats.add(producer);
    keep(producer, "node '" + reader.label() + "', which stays float, reads its result");
    if (form instanceof Form.Moved || form instanceof Form.Clamped) {
      keepProducer(producer.input(0), reader);
    }
  }

  private void forward() {
    graph.inputs().stream()
        .filter(input -> facts.isFloatInput(input.name()))
        .forEach(input -> origins.put(input.name(), Origin.INPUT));
    for (Node node : graph.nodes()) {
      Form form = forms.get(node);
      if (form == null) {
        continue;
      }
      Origin origin = origin(node, form);
      if (origin == null) {
        keep(node, "its operands are floats");
      } else {
        node.outputs().forEach(output -> origins.put(output, origin));
      }
    }
  }

  /** The origin of a node's results if it can compute on codes, else null. */
  private @Nullable Origin origin(Node node, Form form) {
    if (form instanceof Form.Weighted weighted) {
      return weighted.codesOnly() ? Origin.CODES : Origin.FLOAT;
    }
    Origin best = Origin.FLOAT;
    for (int input : Plan.codeInputs(form)) {
      if (!canBeCoded(node, input)) {
        return null;
      }
      Origin origin = origins.getOrDefault(node.input(input), Origin.FLOAT);
      best = origin.compareTo(best) > 0 ? origin : best;
    }
    boolean keepsNumbers = form instanceof Form.Moved || node.is("Concat");
    return best == Origin.CODES || (best == Origin.INPUT && keepsNumbers) ? best : null;
  }

  private boolean canBeCoded(Node node, int input) {
    Initializer constant = graph.constant(node.input(input));
    if (constant == null) {
      return !graph.initializers().containsKey(node.input(input));
    }
    Initializer floats = facts.floats(node, input);
    return floats != null && Facts.isFinite(floats);
  }

  private void backward() {
    List<Node> reversed = new ArrayList<>(graph.nodes());
    Collections.reverse(reversed);
    for (Node node : reversed) {
      Form form = forms.get(node);
      boolean wanted = node.outputs().stream().anyMatch(this::isWanted);
      if (form != null && !(form instanceof Form.Weighted) && !wanted) {
        keep(node, "nothing that computes in int8 reads its result");
      }
    }
  }

  /** Whether a node that computes on codes reads a value's codes. */
  private boolean isWanted(String value) {
    return graph.consumers(value).stream().anyMatch(node -> wants(node, value));
  }

  private boolean wants(Node node, String value) {
    Form form = forms.get(node);
    return form != null
        && Plan.codeInputs(form).stream().anyMatch(input -> node.input(input).equals(value));
  }

  private void takeOverClamps() {
    for (Node node : graph.nodes()) {
      Form form = forms.get(node);
      if (form instanceof Form.Weighted || form instanceof Form.Computed) {
        Node clamp = onlyReader(node.output(0));
        boolean codes = !(form instanceof Form.Weighted weighted) || weighted.codesOnly();
        if (clamp != null && isFree(clamp) && (codes || isWanted(clamp.output(0)))) {
          clamps.put(node, clamp);
          forms.remove(clamp);
          kept.remove(clamp);
        }
      }
    }
  }

  /** Whether a node only clamps and need not stay float. */
  private boolean isFree(Node node) {
    return !floats.contains(node) && Rules.form(node, facts) instanceof Form.Clamped;
  }

  private @Nullable Node onlyReader(String value) {
    List<Node> readers = graph.consumers(value);
    return readers.size() == 1 && !graph.isOutput(value) ? readers.get(0) : null;
  }

  private void keep(Node node, String reason) {
    forms.remove(node);
    kept.put(node, reason);
  }

  private Plan result() {
    Map<Node, Form> ordered = new LinkedHashMap<>();
    Map<Node, String> reasons = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Form form = forms.get(node);
      String reason = kept.get(node);
      if (form != null) {
        ordered.put(node, form);
      } else if (reason != null) {
        reasons.put(node, reason);
      }
    }
    Plan plan = new Plan(graph, ordered, reasons, clamps, new LinkedHashSet<>());
    ordered.forEach((node, form) -> collectCoded(plan, node, form));
    return plan;
  }

  private void collectCoded(Plan plan, Node node, Form form) {
    for (int input : Plan.codeInputs(form)) {
      if (graph.constant(node.input(input)) == null) {
        plan.coded().add(node.input(input));
      }
    }
    if (form instanceof Form.Moved) {
      plan.coded().addAll(node.outputs());
      plan.coded().remove("");
    } else if (!(form instanceof Form.Weighted weighted) || weighted.codesOnly()) {
      plan.coded().add(plan.result(node));
    } else if (plan.clamps().containsKey(node)) {
      plan.coded().add(plan.result(node));
    }
  }
}
