package dev.brisk.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One operator applied to named values. Immutable and thread-safe; two nodes are equal only if they
 * are the same object.
 */
public final class Node {
  private final String name;
  private final String domain;
  private final String operator;
  private final String overload;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Attributes attributes;
  private final Extras extras;
  private @Nullable Set<String> reads; // made when first asked for, by any thread

  /**
   * A node with all that a file can say of it.
   *
   * @param name for people and reports; may be empty
   * @param domain the operator's domain; "" is the standard's
   * @param operator the operator's type, such as {@code Conv}
   * @param overload which of a function's overloads; mostly ""
   * @param inputs the names of the values it reads; "" where an optional one is left out
   * @param outputs the names of the values it makes; "" where one is not wanted
   */
  public Node(
      String name,
      String domain,
      String operator,
      String overload,
      List<String> inputs,
      List<String> outputs,
      Attributes attributes,
      Extras extras) {
    this.name = name;
    this.domain = domain.equals("ai.onnx") ? "" : domain;
    this.operator = operator;
    this.overload = overload;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.attributes = attributes;
    this.extras = extras;
  }

  /** A node of the standard's operators. */
  public static Node of(
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    return new Node(
        name, "", operator, "", inputs, outputs, Attributes.of(attributes), Extras.NONE);
  }

  /** The name for people and reports; may be empty. */
  public String name() {
    return name;
  }

  /** The operator's domain; "" is the standard's. */
  public String domain() {
    return domain;
  }

  /** The operator's type, such as {@code Conv}. */
  public String operator() {
    return operator;
  }

  /** Which of a function's overloads; mostly "". */
  public String overload() {
    return overload;
  }

  /** The names of the values it reads; "" where an optional one is left out. */
  public List<String> inputs() {
    return inputs;
  }

  /** The name of an input, "" where it is left out, be it at the end too. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The names of the values it makes; "" where one is not wanted. */
  public List<String> outputs() {
    return outputs;
  }

  /** The name of an output, "" where it is left out, be it at the end too. */
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  /** The attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** What the file says besides. */
  public Extras extras() {
    return extras;
  }

  /** Whether this is the standard's operator of the given type. */
  public boolean is(String standardOperator) {
    return domain.isEmpty() && operator.equals(standardOperator);
  }

  /** The name, or the first output's where there is none: how reports call this node. */
  public String label() {
    return name.isEmpty() ? output(0) : name;
  }

  /** The graphs in its attributes. */
  public List<Graph> subgraphs() {
    List<Graph> graphs = List.of();
    for (Attribute attribute : attributes.all()) {
      if (!attribute.subgraphs().isEmpty()) {
        graphs = new ArrayList<>(graphs);
        graphs.addAll(attribute.subgraphs());
      }
    }
    return graphs;
  }

  /** Every value it reads: its inputs, and what its subgraphs take from the graph around them. */
  public Set<String> reads() {
    Set<String> known = reads;
    if (known == null) {
      Set<String> found = new LinkedHashSet<>(inputs);
      subgraphs().forEach(graph -> found.addAll(graph.captures()));
      found.remove("");
      known = Collections.unmodifiableSet(found);
      reads = known;
    }
    return known;
  }

  /** The same node with other inputs. */
  public Node withInputs(List<String> changed) {
    return new Node(name, domain, operator, overload, changed, outputs, attributes, extras);
  }

  /** The same node with other outputs. */
  public Node withOutputs(List<String> changed) {
    return new Node(name, domain, operator, overload, inputs, changed, attributes, extras);
  }

  /** The same node with other attributes. */
  public Node withAttributes(Attributes changed) {
    return new Node(name, domain, operator, overload, inputs, outputs, changed, extras);
  }

  /** The same node with other graphs in its attributes; itself if they are all the same. */
  public Node withSubgraphs(UnaryOperator<Graph> change) {
    Attributes changed = attributes;
    for (Attribute attribute : attributes.all()) {
      List<Graph> before = attribute.subgraphs();
      List<Graph> after = before.stream().map(change).toList();
      if (!after.equals(before)) {
        Object value = attribute.kind() == Attribute.Kind.GRAPH ? after.get(0) : after;
        changed =
            changed.with(
                new Attribute(attribute.name(), attribute.kind(), value, attribute.extras()));
      }
    }
    return changed == attributes ? this : withAttributes(changed);
  }

  /** The same node with another name. */
  public Node withName(String changed) {
    return new Node(changed, domain, operator, overload, inputs, outputs, attributes, extras);
  }

  /** The same node reading other values, its subgraphs too; itself if it reads none of them. */
  Node reading(Map<String, String> renamed) {
    if (reads().stream().noneMatch(renamed::containsKey)) {
      return this;
    }
    UnaryOperator<String> rename = value -> renamed.getOrDefault(value, value);
    return withInputs(inputs.stream().map(rename).toList())
        .withSubgraphs(graph -> graph.reading(renamed));
  }

  /** The same node making values of other names. */
  Node making(Map<String, String> renamed) {
    if (outputs.stream().noneMatch(renamed::containsKey)) {
      return this;
    }
    return withOutputs(outputs.stream().map(name -> renamed.getOrDefault(name, name)).toList());
  }

  /** Such as {@code Conv 'conv1' (x, w) -> (y)}. */
  @Override
  public String toString() {
    return (domain.isEmpty() ? "" : domain + ".")
        + operator
        + (name.isEmpty() ? "" : " '" + name + "'")
        + " ("
        + String.join(", ", inputs)
        + ") -> ("
        + String.join(", ", outputs)
        + ")";
  }
}
