package dev.brisk.quantization.int4;

import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.quantization.finish.Unused;
import dev.brisk.quantization.int4.block.BlockCodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a plan's nodes on the codes of its weights. */
final class Writer {
  private record Stored(Form.Names names, Form.BlockShape shape) {}

  private final Plan plan;
  private final Form form;
  private final FreshNames free;
  private final Map<Verdict.Weight, Stored> stored = new HashMap<>();
  private final Map<Verdict.Weight, String> divided = new HashMap<>();
  private final Divisors divisors;

  Writer(Plan plan, Form form, Graph graph) {
    this.plan = plan;
    this.form = form;
    this.free = FreshNames.of(graph);
    this.divisors = new Divisors(plan.outermost(), free);
  }

  /** Takes a weight's codes, which are packed at once. */
  void store(Verdict.Weight weight, BlockCodes codes) {
    Form.Tensors tensors = form.tensors(weight, codes);
    Level owner = weight.owner();
    String name = weight.name() + "_Q" + codes.grid().bits();
    Form.Names names =
        new Form.Names(
            owner.add(free.make(name), tensors.codes()),
            owner.add(free.make(weight.name() + "_scales"), tensors.scales()),
            tensors.zeroPoints() == null
                ? ""
                : owner.add(free.make(weight.name() + "_zero_points"), tensors.zeroPoints()));
    stored.put(
        weight,
        new Stored(names, new Form.BlockShape(codes.inputs(), codes.columns(), codes.grid())));
  }

  /**
   * Has some weights read a value whose rows are divided by factors.
   *
   * @param value a value of the outermost graph, which none of these weights is read without
   */
  void divide(String value, float[] factors, List<Verdict.Weight> weights) {
    Set<Node> readers = new HashSet<>();
    for (Verdict.Coded coded : plan.coded()) {
      if (weights.contains(coded.weight())) {
        readers.add(coded.node());
      }
    }
    String name = divisors.divide(value, factors, readers);
    weights.forEach(weight -> divided.put(weight, name));
  }

  /** The graph with all weights stored. */
  Graph write(Graph graph) {
    return Unused.drop(rewritten(graph));
  }

  private Graph rewritten(Graph graph) {
    List<Node> nodes =
        new ArrayList<>(plan.level(graph).isOutermost() ? divisors.added() : List.of());
    for (Node node : graph.nodes()) {
      Verdict verdict = plan.verdicts().get(node);
      if (verdict instanceof Verdict.Product product) {
        product(product, nodes);
      } else if (verdict instanceof Verdict.Lookup lookup) {
        Stored of = of(lookup.weight());
        nodes.add(form.lookup(lookup, of.names(), of.shape().grid()));
      } else {
        nodes.add(divisors.replacement(node).withSubgraphs(this::rewritten));
      }
    }
    GraphBuilder builder = graph.toBuilder().nodes(nodes);
    plan.level(graph).added().forEach(builder::initializer);
    return builder.build();
  }

  private void product(Verdict.Product product, List<Node> nodes) {
    Node node = product.node();
    String output = node.output(0);
    String made = product.bias().isEmpty() ? output : free.make(output + "_product");
    Stored of = of(product.weight());
    String input = divided.getOrDefault(product.weight(), product.reads());
    Form.Site site = new Form.Site(input, made, free::make);
    nodes.addAll(form.product(product, site, of.names(), of.shape()));
    if (!product.bias().isEmpty()) {
      nodes.add(
          Node.of("Add", node.label() + "_bias", List.of(made, product.bias()), List.of(output)));
    }
  }

  private Stored of(Verdict.Weight weight) {
    @Nullable Stored found = stored.get(weight);
    if (found == null) {
      throw new IllegalStateException(weight.name() + " has no codes");
    }
    return found;
  }
}
