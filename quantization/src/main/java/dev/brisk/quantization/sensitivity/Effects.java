package dev.brisk.quantization.sensitivity;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Value;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.pass.Submodel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures what disturbances of single values do to a model's outputs.
 *
 * <p>The model runs once for each sample, and what is needed of its values is kept; then for each
 * disturbance only what comes after it runs. Where the values of all samples together are large,
 * this is done for a few places at a time, from the first to the last.
 */
public final class Effects {
  /** The bytes of values that are kept at a time. */
  private static final long MOST_BYTES = 512L << 20;

  private static final long BYTES_IF_UNKNOWN = 4L << 20;

  private final Model model;
  private final Types types;
  private final List<Map<String, Tensor>> samples;
  private final Accelerator accelerator;
  private final Progress progress;
  private final List<Map<String, Tensor>> expected = new ArrayList<>();
  private final Map<Disturbance, Effect> effects = new LinkedHashMap<>();

  private Effects(
      Model model, List<Map<String, Tensor>> samples, Accelerator accelerator, Progress progress) {
    this.model = model;
    this.types = ShapeInference.infer(model);
    this.samples = samples;
    this.accelerator = accelerator;
    this.progress = progress;
  }

  /**
   * Measures disturbances, one at a time.
   *
   * @param model makes all the values named by the disturbances, besides its outputs
   * @return the effects
   * @throws CancelledException if the thread is interrupted
   */
  public static Map<Disturbance, Effect> of(
      Model model,
      Collection<Disturbance> disturbances,
      List<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    Effects effects = new Effects(model, samples, accelerator, progress);
    effects.runUndisturbed();
    Map<String, List<Disturbance>> byValue = new LinkedHashMap<>();
    for (Disturbance disturbance : disturbances) {
      byValue.computeIfAbsent(disturbance.value(), value -> new ArrayList<>()).add(disturbance);
    }
    List<Place> places = new ArrayList<>();
    byValue.forEach((value, here) -> places.add(Place.of(model, effects.types, value, here)));
    for (int from = 0; from < places.size(); ) {
      int to = effects.windowFrom(places, from);
      effects.measure(places.subList(from, to), from, places.size());
      from = to;
    }
    return effects.effects;
  }

  private void runUndisturbed() {
    List<String> outputs = model.graph().outputs().stream().map(Value::name).toList();
    Model plain = Submodel.between(model, types, List.of(), made(outputs));
    try (Executable executable = accelerator.compile(plain)) {
      samples.forEach(sample -> expected.add(executable.run(sample)));
    }
  }

  private List<String> made(Collection<String> values) {
    return values.stream().filter(value -> model.graph().producer(value) != null).toList();
  }

  /** How far the places go whose values can be kept at a time. */
  private int windowFrom(List<Place> places, int from) {
    Set<String> kept = new LinkedHashSet<>();
    long bytes = 0;
    int to = from;
    while (to < places.size()) {
      for (String value : places.get(to).needed()) {
        bytes += kept.add(value) ? bytes(value) * samples.size() : 0;
      }
      if (to > from && bytes > MOST_BYTES) {
        return to;
      }
      to++;
    }
    return to;
  }

  private long bytes(String value) {
    Shape shape = types.shape(value);
    return shape == null
        ? BYTES_IF_UNKNOWN
        : ElementType.FLOAT32.byteSize(shape.withFree(1).elements());
  }

  private void measure(List<Place> places, int done, int all) {
    Set<String> needed = new LinkedHashSet<>();
    places.forEach(place -> needed.addAll(place.needed()));
    List<Map<String, Tensor>> kept = new ArrayList<>();
    Model before = Submodel.between(model, types, List.of(), made(needed));
    try (Executable executable = accelerator.compile(before)) {
      for (Map<String, Tensor> sample : samples) {
        checkInterrupted();
        Map<String, Tensor> values = new HashMap<>(sample);
        values.putAll(executable.run(sample));
        kept.add(values);
      }
    }
    int count = done;
    for (Place place : places) {
      measure(place, kept);
      progress.update("measure sensitivity", ++count, all);
    }
    Set<String> ours = new LinkedHashSet<>(made(needed));
    kept.forEach(values -> ours.forEach(name -> given(values, name).close()));
  }

  private void measure(Place place, List<Map<String, Tensor>> kept) {
    if (place.after().isEmpty()) {
      compare(place, kept, null);
      return;
    }
    try (Executable executable = accelerator.compile(place.after().get())) {
      compare(place, kept, executable);
    }
  }

  private void compare(
      Place place, List<Map<String, Tensor>> kept, @Nullable Executable executable) {
    for (Disturbance disturbance : place.disturbances()) {
      OutputError error = new OutputError();
      Share share = new Share();
      for (int i = 0; i < kept.size(); i++) {
        checkInterrupted();
        Map<String, Tensor> outputs = new HashMap<>();
        if (executable != null) {
          outputs.putAll(executable.run(inputs(executable, disturbance, kept.get(i))));
        }
        add(error, i, outputs, disturbance, given(kept.get(i), disturbance.disturbed()));
        outputs.values().forEach(Tensor::close);
        share.add(kept.get(i), disturbance);
      }
      effects.put(disturbance, new Effect(error, share.value()));
    }
  }

  private Map<String, Tensor> inputs(
      Executable executable, Disturbance disturbance, Map<String, Tensor> values) {
    Map<String, Tensor> inputs = new HashMap<>();
    executable
        .inputs()
        .forEach(
            input ->
                inputs.put(
                    input.name(),
                    given(
                        values,
                        input.name().equals(disturbance.value())
                            ? disturbance.disturbed()
                            : input.name())));
    return inputs;
  }

  private void add(
      OutputError error,
      int sample,
      Map<String, Tensor> outputs,
      Disturbance disturbance,
      Tensor disturbed) {
    expected
        .get(sample)
        .forEach(
            (name, wanted) -> {
              Tensor same = name.equals(disturbance.value()) ? disturbed : wanted;
              error.add(name, wanted, outputs.getOrDefault(name, same));
            });
  }

  private static Tensor given(Map<String, Tensor> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static void checkInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("The measurement of sensitivities was interrupted");
    }
  }
}
