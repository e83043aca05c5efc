package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.graph.Attribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trees of TreeEnsembleClassifier and TreeEnsembleRegressor, whose nodes have names: the
 * number of the tree and the number in it. A tree's first node is its root.
 */
final class NamedTrees {
  private final InferenceContext node;
  private final long[] trees;
  private final long[] names;
  private final List<String> modes;
  private final Map<List<Long>, Integer> places = new HashMap<>();

  private NamedTrees(InferenceContext node) {
    this.node = node;
    this.trees = longs("nodes_treeids");
    this.names = longs("nodes_nodeids");
    Attribute given = node.attributes().get("nodes_modes");
    this.modes = given == null ? List.of() : given.asStrings();
  }

  /**
   * The trees.
   *
   * @param votes how the names of the attributes of the votes begin
   */
  static Trees of(InferenceContext node, String votes) {
    return new NamedTrees(node).read(votes);
  }

  private Trees read(String votes) {
    int inner = 0;
    int outer = 0;
    Map<Long, Integer> roots = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      int place = modes.get(i).equals("LEAF") ? ~outer++ : inner++;
      places.put(List.of(trees[i], names[i]), place);
      roots.putIfAbsent(trees[i], place);
    }
    List<List<Trees.Vote>> leaves = Trees.emptyLeaves(outer);
    NdArray weights =
        ListAttributes.require(node.attributes(), votes + "_weights", votes + "_weights_as_tensor");
    long[] targets = longs(votes + "_ids");
    long[] ofTree = longs(votes + "_treeids");
    long[] ofNode = longs(votes + "_nodeids");
    for (int i = 0; i < targets.length; i++) {
      int leaf = ~place(ofTree[i], ofNode[i]);
      leaves.get(leaf).add(new Trees.Vote((int) targets[i], weights.asDouble(i)));
    }
    return new Trees(nodes(), leaves, List.copyOf(roots.values()));
  }

  private List<Trees.Node> nodes() {
    long[] features = longs("nodes_featureids");
    long[] yes = longs("nodes_truenodeids");
    long[] no = longs("nodes_falsenodeids");
    long @Nullable [] missing = node.attributes().ints("nodes_missing_value_tracks_true");
    double[] values =
        ListAttributes.require(node.attributes(), "nodes_values", "nodes_values_as_tensor")
            .doubles();
    List<Trees.Node> nodes = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (!modes.get(i).equals("LEAF")) {
        nodes.add(
            new Trees.Node(
                test(modes.get(i)),
                Math.toIntExact(features[i]),
                values[i],
                Set.of(),
                place(trees[i], yes[i]),
                place(trees[i], no[i]),
                missing != null && missing.length > i && missing[i] != 0));
      }
    }
    return nodes;
  }

  private static Trees.Test test(String mode) {
    for (Trees.Test test : Trees.Test.values()) {
      if (test.name().equals(mode)) {
        return test;
      }
    }
    throw new InvalidModelException("There is no mode '" + mode + "' of nodes of trees");
  }

  private int place(long tree, long name) {
    Integer place = places.get(List.of(tree, name));
    if (place == null) {
      throw new InvalidModelException("Tree %d has no node %d".formatted(tree, name));
    }
    return place;
  }

  private long[] longs(String attribute) {
    return ListAttributes.require(node.attributes(), attribute).longs();
  }
}
