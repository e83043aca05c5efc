package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Node;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators of classical machine learning. */
final class LearnedModelsTest {
  private static List<? extends Datum> run(String type, NdArray input, Attribute... attributes) {
    Node node =
        new Node(
            "",
            Operator.ML,
            type,
            "",
            List.of("x"),
            List.of("y", "z"),
            Attributes.of(attributes),
            Extras.NONE);
    Operator operator = Objects.requireNonNull(Operators.find(Operator.ML, type));
    return new NodeRun(node, 3, List.of(input), NodeRun.Subgraphs.NONE, 1).outputs(operator);
  }

  private static NdArray one(String type, NdArray input, Attribute... attributes) {
    return (NdArray) run(type, input, attributes).get(0);
  }

  private static Attribute ints(String name, long... values) {
    return Attribute.of(name, values);
  }

  private static Attribute floats(String name, float... values) {
    return Attribute.of(name, values);
  }

  private static Attribute strings(String name, String... values) {
    List<byte[]> encoded =
        Arrays.stream(values).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Attribute(name, Attribute.Kind.STRINGS, encoded, Extras.NONE);
  }

  @Test
  void features_areScaledByColumn() {
    NdArray input = Call.floats(Shape.of(2, 2), 1, 2, 3, 4);
    assertThat(one("Scaler", input, floats("offset", 1, 2), floats("scale", 10)).doubles())
        .containsExactly(0, 0, 20, 20);
    assertThatThrownBy(() -> one("Scaler", input, floats("scale", 1, 2, 3)))
        .hasMessageContaining("a value for all or for each of 2 columns, but there are 3");
    NdArray holes = Call.floats(Shape.of(2, 2), Double.NaN, 2, 3, Double.NaN);
    Attribute none = Attribute.of("replaced_value_float", Float.NaN);
    assertThat(one("Imputer", holes, floats("imputed_value_floats", 8, 9), none).doubles())
        .containsExactly(8, 2, 3, 9);
  }

  @ParameterizedTest
  @CsvSource({"MAX, 0.75, -1", "L1, 0.42857, -0.57143", "L2, 0.6, -0.8"})
  void rows_areDividedByTheirNorm(String norm, double first, double second) {
    NdArray input = Call.floats(Shape.of(2, 2), 3, -4, 0, 0);
    assertThat(one("Normalizer", input, Attribute.of("norm", norm)).doubles())
        .containsExactly(new double[] {first, second, 0, 0}, within(1e-5));
  }

  @Test
  void labels_ofVersion1_arePositions() {
    NdArray texts = NdArray.of(Shape.of(2), new String[] {"b", "?"});
    Attribute classes = strings("classes_strings", "a", "b");
    assertThat(one("LabelEncoder", texts, classes).longs()).containsExactly(1, -1);
    assertThat(one("LabelEncoder", NdArray.vector(0, 7), classes).strings())
        .containsExactly("a", "_Unused");
    assertThatThrownBy(() -> one("LabelEncoder", texts))
        .hasCauseInstanceOf(InvalidModelException.class);
  }

  @Test
  void labels_mayBeNaN() {
    NdArray input = Call.floats(Double.NaN, -0.0, 5);
    assertThat(
            one(
                    "LabelEncoder",
                    input,
                    floats("keys_floats", 0, Float.NaN),
                    strings("values_strings", "zero", "none"))
                .strings())
        .containsExactly("none", "zero", "_Unused");
  }

  @Test
  void oneHot_marksTheCategory() {
    NdArray input = NdArray.vector(4, 9);
    assertThat(one("OneHotEncoder", input, ints("cats_int64s", 3, 4)).doubles())
        .containsExactly(0, 1, 0, 0);
    Attribute strict = Attribute.of("zeros", 0L);
    assertThatThrownBy(() -> one("OneHotEncoder", input, ints("cats_int64s", 3, 4), strict))
        .hasMessageContaining("Element '9' is of no category");
  }

  @Test
  void linearModels_addUpWeightedFeatures() {
    NdArray input = Call.floats(Shape.of(2, 2), 1, 2, -3, 1);
    NdArray sums =
        one(
            "LinearRegressor",
            input,
            floats("coefficients", 1, 2, 3, 4),
            floats("intercepts", 0.5f, 0),
            Attribute.of("targets", 2L));
    assertThat(sums.doubles()).containsExactly(5.5, 11, -0.5, -5);
    List<? extends Datum> judged =
        run(
            "LinearClassifier",
            input,
            floats("coefficients", 1, 2),
            strings("classlabels_strings", "no", "yes"),
            Attribute.of("post_transform", "LOGISTIC"));
    assertThat(((NdArray) judged.get(0)).strings()).containsExactly("yes", "no");
    assertThat(((NdArray) judged.get(1)).doubles()[1])
        .isCloseTo(1 / (1 + Math.exp(-5)), within(1e-6));
  }

  /** Two trees: a split at 0 and a lone leaf. */
  private static final Attribute[] TREES = {
    ints("nodes_treeids", 0, 0, 0, 1),
    ints("nodes_nodeids", 0, 1, 2, 0),
    ints("nodes_featureids", 1, 0, 0, 0),
    ints("nodes_truenodeids", 1, 0, 0, 0),
    ints("nodes_falsenodeids", 2, 0, 0, 0),
    ints("nodes_missing_value_tracks_true", 1, 0, 0, 0),
    floats("nodes_values", 0, 0, 0, 0),
    strings("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF")
  };

  private static Attribute[] trees(Attribute... more) {
    Attribute[] all = Arrays.copyOf(TREES, TREES.length + more.length);
    System.arraycopy(more, 0, all, TREES.length, more.length);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"SUM, 11, 22", "AVERAGE, 6, 11.5", "MIN, 2, 2", "MAX, 11, 21"})
  void trees_joinTheirVotes(String joining, double atMost, double above) {
    NdArray input = Call.floats(Shape.of(3, 2), 0, 0, 0, 0.1, 0, Double.NaN);
    NdArray scores =
        one(
            "TreeEnsembleRegressor",
            input,
            trees(
                ints("target_treeids", 0, 0, 1),
                ints("target_nodeids", 1, 2, 0),
                ints("target_ids", 0, 0, 0),
                floats("target_weights", 10, 20, 1),
                floats("base_values", 1),
                Attribute.of("aggregate_function", joining)));
    assertThat(scores.shape()).isEqualTo(Shape.of(3, 1));
    double first = joining.equals("SUM") ? 12 : joining.equals("AVERAGE") ? 6.5 : atMost;
    assertThat(scores.doubles())
        .containsExactly(first, joining.equals("AVERAGE") ? 11.5 : above, first);
  }

  @Test
  void treesThatVoteForOneOfTwoClasses_tellBothApart() {
    NdArray input = Call.floats(Shape.of(2, 2), 0, -1, 0, 1);
    List<? extends Datum> judged =
        run(
            "TreeEnsembleClassifier",
            input,
            trees(
                ints("class_treeids", 0, 0, 1),
                ints("class_nodeids", 1, 2, 0),
                ints("class_ids", 0, 0, 0),
                floats("class_weights", 0.2f, 0.6f, 0.25f),
                ints("classlabels_int64s", 5, 7)));
    assertThat(((NdArray) judged.get(0)).longs()).containsExactly(5, 7);
    assertThat(((NdArray) judged.get(1)).doubles())
        .containsExactly(new double[] {0.55, 0.45, 0.15, 0.85}, within(1e-6));
  }

  @Test
  void wrongTrees_areRefused() {
    Attribute[] votes = {
      ints("target_treeids", 0), ints("target_nodeids", 9), ints("target_ids", 0)
    };
    Attribute[] all = Arrays.copyOf(trees(votes), TREES.length + 4);
    all[all.length - 1] = floats("target_weights", 1);
    NdArray input = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 2));
    assertThatThrownBy(() -> one("TreeEnsembleRegressor", input, all))
        .hasMessageContaining("Tree 0 has no node 9");
  }
}
