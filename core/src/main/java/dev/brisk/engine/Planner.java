package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Value;
import dev.brisk.op.NdArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan: a kernel for each operator, in the layout that its inputs lie in where that suits
 * it; copies where it does not; and memory for all values.
 */
final class Planner {
  private static final System.Logger LOG = System.getLogger("dev.brisk.engine");

  private final Facts facts;
  private final Backend backend;
  private final List<Step> steps = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final Set<Root> roots = new LinkedHashSet<>();
  private final Map<String, Root.Place> places = new HashMap<>();
  private final Map<String, List<Root.Place>> copies = new HashMap<>();
  private final Map<String, Plan.TensorType> inputs = new LinkedHashMap<>();
  private final Map<String, Plan.TensorType> outputs = new LinkedHashMap<>();
  private final List<String> looseInputs = new ArrayList<>();
  private final List<String> loose = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private long scratch;

  private Planner(Facts facts, Backend backend) {
    this.facts = facts;
    this.backend = backend;
  }

  /** A plan for a model, given the shapes of its inputs. */
  static Plan plan(Model model, Map<String, Shape> inputShapes, Backend backend) {
    Facts facts = new Facts(Specialization.of(model, inputShapes));
    Set<String> halves = backend.likesHalves() ? Halving.of(facts) : Set.of();
    if (!halves.isEmpty()) {
      try {
        return plan(facts.halving(halves), model, inputShapes, backend);
      } catch (NoHalvesException e) {
        LOG.log(System.Logger.Level.DEBUG, "not in bfloat16: {0}", e.getMessage());
      }
    }
    return plan(facts, model, inputShapes, backend);
  }

  private static Plan plan(
      Facts facts, Model model, Map<String, Shape> inputShapes, Backend backend) {
    Planner planner = new Planner(facts, backend);
    try {
      return planner.plan(model.inputs(), inputShapes);
    } catch (RuntimeException | Error e) {
      planner.kernels.forEach(Kernel::close);
      throw e;
    }
  }

  /** An operator that has to work on bfloat16 has no kernel for it. */
  private static final class NoHalvesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoHalvesException(String message) {
      super(message);
    }
  }

  private Plan plan(List<TensorSpec> given, Map<String, Shape> shapes) {
    for (TensorSpec input : given) {
      takeInput(
          input.name(), input.elementType(), Objects.requireNonNull(shapes.get(input.name())));
    }
    for (Fused operator : Fuser.fuse(facts, this::runs)) {
      add(operator);
    }
    facts.graph().outputs().forEach(this::giveOutput);
    reuse();
    List<Root> arena =
        roots.stream()
            .filter(root -> root.actual() == root && root.kind == Root.Kind.ARENA)
            .toList();
    long bytes = Arena.layOut(arena);
    return new Plan(steps, inputs, outputs, looseInputs, loose, constants, bytes, scratch, kernels);
  }

  private boolean runs(Fused operator) {
    if (!isPlain(operator)) {
      return false;
    }
    Kernel kernel = backend.kernel(operator, facts, unknown(operator));
    if (kernel == null) {
      return false;
    }
    kernel.close();
    return true;
  }

  private boolean isPlain(Fused operator) {
    return operator.node().subgraphs().isEmpty()
        && operator.reads().stream()
            .allMatch(read -> !read.isPresent() || facts.isPlain(read.value()))
        && operator.outputs().stream()
            .allMatch(made -> !made.isPresent() || facts.isPlain(made.value()));
  }

  private static List<Layout> unknown(Fused operator) {
    return Collections.nCopies(operator.reads().size(), Layout.NONE);
  }

  private void takeInput(String name, ElementType type, Shape shape) {
    if (type == ElementType.STRING) {
      return; // handed over as a whole
    }
    inputs.put(name, new Plan.TensorType(type, shape));
    if (!facts.isPlain(name)) {
      looseInputs.add(name);
    } else {
      Layout layout = backend.plain(type, shape.dims());
      Root root = root(Root.Kind.INPUT, name, layout.bytes());
      root.first = -1;
      root.last = Integer.MAX_VALUE;
      places.put(name, new Root.Place(root, 0, layout, type));
    }
  }

  private Root root(Root.Kind kind, String name, long bytes) {
    Root root = new Root(kind, name, bytes, steps.size());
    roots.add(root);
    return root;
  }

  private void add(Fused operator) {
    Kernel kernel = isPlain(operator) ? kernel(operator) : null;
    if (kernel == null) {
      interpret(operator);
      return;
    }
    kernels.add(kernel);
    List<Root.@Nullable Place> from = new ArrayList<>();
    List<Operand> reads = operator.reads();
    for (int i = 0; i < reads.size(); i++) {
      Layout wanted = kernel.inputs().get(i);
      from.add(wanted == Layout.NONE ? null : in(reads.get(i).value(), wanted));
    }
    Root.Place source = kernel.viewOffsets().isEmpty() ? null : from.get(0);
    if (source != null) {
      view(operator, kernel, source);
    } else {
      compute(operator, kernel, from);
    }
  }

  private @Nullable Kernel kernel(Fused operator) {
    List<Layout> sources = new ArrayList<>();
    for (Operand read : operator.reads()) {
      Root.Place place = places.get(read.value());
      sources.add(place == null ? Layout.NONE : place.layout());
    }
    Kernel kernel = backend.kernel(operator, facts, sources);
    return kernel != null ? kernel : backend.kernel(operator, facts, unknown(operator));
  }

  private void view(Fused operator, Kernel kernel, Root.Place source) {
    for (int i = 0; i < kernel.outputs().size(); i++) {
      String value = operator.outputs().get(i).value();
      if (!value.isEmpty()) {
        long offset = source.offset() + kernel.viewOffsets().get(i);
        places.put(
            value, new Root.Place(source.root(), offset, kernel.outputs().get(i), type(value)));
      }
    }
  }

  private void compute(Fused operator, Kernel kernel, List<Root.@Nullable Place> from) {
    List<Root.@Nullable Place> to = new ArrayList<>();
    for (int i = 0; i < kernel.outputs().size(); i++) {
      Layout layout = kernel.outputs().get(i);
      to.add(layout == Layout.NONE ? null : made(operator.outputs().get(i).value(), layout));
    }
    step(new Step.OfKernel(operator, "", kernel, from, to), from, to);
    scratch = Math.max(scratch, kernel.scratch());
  }

  private Root.Place made(String value, Layout layout) {
    Root root = root(Root.Kind.ARENA, value, layout.bytes());
    Root.Place place = new Root.Place(root, 0, layout, type(value));
    places.put(value, place);
    return place;
  }

  private ElementType type(String value) {
    return Objects.requireNonNull(facts.type(value), value);
  }

  private void step(Step step, List<Root.@Nullable Place> from, List<Root.@Nullable Place> to) {
    int at = steps.size();
    steps.add(step);
    for (List<Root.@Nullable Place> side : List.of(from, to)) {
      for (Root.Place place : side) {
        if (place != null) {
          place.root().use(at);
        }
      }
    }
  }

  /** A value in a layout, copied to it if need be. */
  private Root.Place in(String value, Layout wanted) {
    Root.Place place = Objects.requireNonNull(places.get(value), value);
    if (place.layout().equals(wanted)) {
      return place;
    }
    List<Root.Place> others = copies.computeIfAbsent(value, key -> new ArrayList<>());
    for (Root.Place other : others) {
      if (other.layout().equals(wanted)) {
        return other;
      }
    }
    Root root = root(Root.Kind.ARENA, value, wanted.bytes());
    Root.Place copy = new Root.Place(root, 0, wanted, place.type());
    copy(value, place, copy);
    others.add(copy);
    return copy;
  }

  private void copy(String value, Root.Place from, Root.Place to) {
    Kernel kernel = backend.reorder(from.layout(), to.layout());
    kernels.add(kernel);
    List<Root.@Nullable Place> source = List.of(from);
    List<Root.@Nullable Place> target = List.of(to);
    step(new Step.OfKernel(null, value, kernel, source, target), source, target);
    scratch = Math.max(scratch, kernel.scratch());
  }

  private void interpret(Fused operator) {
    Stream<String> touched =
        Stream.concat(operator.node().reads().stream(), operator.node().outputs().stream());
    if (touched.anyMatch(facts::isHalf)) {
      throw new NoHalvesException(operator.toString());
    }
    Island island = Island.of(operator.node(), facts);
    if (island.isConstant() && island.outputs().stream().allMatch(facts::isPlain)) {
      workOut(island);
      return;
    }
    List<Root.@Nullable Place> from = new ArrayList<>();
    for (String input : island.inputs()) {
      from.add(places.containsKey(input) ? in(input, plain(input)) : null);
    }
    List<Root.@Nullable Place> to = new ArrayList<>();
    for (String output : island.outputs()) {
      to.add(facts.isPlain(output) ? made(output, plain(output)) : null);
    }
    step(new Step.OfNode(island, from, to), from, to);
  }

  /** Computes once what hangs on no input, such as embeddings of positions from codes. */
  private void workOut(Island island) {
    island
        .run(Map.of())
        .forEach(
            (name, value) -> {
              Tensor tensor = ((NdArray) value).toTensor();
              Layout layout = plain(name);
              Root root = root(Root.Kind.CONSTANT, name, layout.bytes());
              root.constant = tensor;
              root.last = Integer.MAX_VALUE;
              places.put(name, new Root.Place(root, 0, layout, type(name)));
            });
  }

  private Layout plain(String value) {
    return backend.plain(type(value), Objects.requireNonNull(facts.dims(value), value));
  }

  /** Has an output be made where the caller reads it, else copied there. */
  private void giveOutput(Value output) {
    String name = output.name();
    Root.Place place = places.get(name);
    if (place == null) {
      giveLoose(name);
      return;
    }
    Layout plain = plain(name);
    outputs.put(
        name,
        new Plan.TensorType(type(name), Shape.of(Objects.requireNonNull(facts.dims(name), name))));
    Root root = place.root();
    boolean direct =
        root.kind == Root.Kind.ARENA && place.offset() == 0 && place.layout().equals(plain);
    if (direct && root.bytes == plain.bytes()) {
      root.kind = Root.Kind.OUTPUT;
      root.tensor = name;
      root.last = Integer.MAX_VALUE;
    } else {
      Root target = root(Root.Kind.OUTPUT, name, plain.bytes());
      copy(name, place, new Root.Place(target, 0, plain, place.type()));
      target.last = Integer.MAX_VALUE;
    }
  }

  /** An output that no step makes, or that has no memory. */
  private void giveLoose(String name) {
    Tensor constant = facts.graph().producer(name) == null ? facts.constant(name) : null;
    if (constant == null) {
      loose.add(name);
      return;
    }
    constants.put(name, constant);
    outputs.put(name, new Plan.TensorType(constant.elementType(), constant.shape()));
  }

  /** Lets kernels that can write where they read do so where nobody reads that later. */
  private void reuse() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.OfKernel step && !step.outputs().isEmpty()) {
        reuse(step, i);
      }
    }
  }

  private static void reuse(Step.OfKernel step, int at) {
    Root.Place made = step.outputs().get(0);
    if (made == null || made.root().kind != Root.Kind.ARENA) {
      return;
    }
    for (int i = 0; i < step.inputs().size(); i++) {
      Root.Place read = step.inputs().get(i);
      Root root = read == null ? null : read.root().actual();
      if (root != null
          && root.kind == Root.Kind.ARENA
          && root.last == at
          && root.bytes == made.root().bytes
          && read.offset() == 0
          && step.kernel().mayReuse(i)) {
        made.root().mergeInto(root);
        return;
      }
    }
  }
}
