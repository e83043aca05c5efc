package dev.brisk.quantization.error;

import dev.brisk.Accelerator;
import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.QuantizationOptions;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.op.Costs;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.quantization.calibration.Exposure;
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
 * Compares values within a model with their counterparts in other forms of it, which all run on the
 * same few samples, one after the other.
 */
public final class ValueErrors {
  private static final int MOST_SAMPLES = 8;

  /** The multiply-adds that the runs of one form may take, but for a sample that is run anyway. */
  private static final double AFFORDABLE_MACS = 1e10;

  /** Beyond it, not even one sample is run. */
  private static final double MOST_MACS = 2e11;

  /** The bytes of values that are compared in one run. */
  private static final long BYTES_AT_ONCE = 256L << 20;

  private static final long BYTES_IF_UNKNOWN = 4L << 20;

  private final Model exact;
  private final List<Form> forms;
  private final Accelerator accelerator;

  /**
   * Another form of a model.
   *
   * @param model what it gives is compared
   * @param counterparts by the names of the model's own float32 values
   */
  public record Form(Model model, Map<String, Counterpart> counterparts) {
    public Form {
      counterparts = Map.copyOf(counterparts);
    }
  }

  private ValueErrors(Model exact, List<Form> forms, Accelerator accelerator) {
    this.exact = exact;
    this.forms = forms;
    this.accelerator = accelerator;
  }

  /**
   * Measures the errors of some forms of a model.
   *
   * @param samples as many of the first of them are run as take bearable time; none where a single
   *     one would take too long
   * @param warnings told where the accelerator cannot run one of the models; then no error is known
   * @return for each form by value its signal to noise ratio in decibels, without the values that
   *     are zero
   * @throws dev.brisk.CancelledException if the thread is interrupted or the listener cancels
   */
  public static List<Map<String, Double>> measure(
      Model exact,
      List<Form> forms,
      Collection<Map<String, Tensor>> samples,
      QuantizationOptions options,
      List<String> warnings) {
    List<Map<String, Double>> found = new ArrayList<>();
    forms.forEach(form -> found.add(new HashMap<>()));
    try {
      new ValueErrors(exact, forms, options.accelerator())
          .measure(samples, options.progress(), found);
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException e) {
      found.forEach(Map::clear);
      warnings.add("The errors of nodes could not be measured: " + e.getMessage());
    }
    return found;
  }

  private void measure(
      Collection<Map<String, Tensor>> samples, Progress progress, List<Map<String, Double>> found) {
    List<Set<String>> groups = groups();
    List<Map<String, Tensor>> few =
        samples.stream().limit(affordable(exact, groups.size())).toList();
    long done = 0;
    for (Set<String> group : few.isEmpty() ? List.<Set<String>>of() : groups) {
      measure(group, few, found);
      progress.update("measure errors", ++done, groups.size());
    }
  }

  private static int affordable(Model model, int groups) {
    double macs = 0;
    for (long cost : Costs.macs(model, Map.of()).values()) {
      macs += cost;
    }
    double each = Math.max(1, macs * groups);
    return each > MOST_MACS ? 0 : (int) Math.max(1, Math.min(MOST_SAMPLES, AFFORDABLE_MACS / each));
  }

  private void measure(
      Set<String> values, List<Map<String, Tensor>> samples, List<Map<String, Double>> found) {
    List<Watch> watches = new ArrayList<>();
    try (Exposure reference = new Exposure(exact, values, accelerator)) {
      forms.forEach(form -> watches.add(new Watch(form, values)));
      for (Map<String, Tensor> sample : samples) {
        Map<String, float[]> expected = new HashMap<>();
        reference.run(sample, (name, tensor) -> expected.put(name, floats(tensor)));
        watches.forEach(watch -> watch.run(sample, expected));
      }
    } finally {
      watches.forEach(Watch::close);
    }
    for (int i = 0; i < watches.size(); i++) {
      found.get(i).putAll(watches.get(i).decibels());
    }
  }

  private static float[] floats(Tensor tensor) {
    return tensor.elementType() == ElementType.FLOAT32 ? tensor.toFloatArray() : new float[0];
  }

  /** The values in the order in which they are made, in groups of bounded size. */
  private List<Set<String>> groups() {
    Set<String> wanted = new LinkedHashSet<>();
    forms.forEach(form -> wanted.addAll(form.counterparts().keySet()));
    Types types = ShapeInference.infer(exact);
    List<Set<String>> groups = new ArrayList<>();
    long bytes = BYTES_AT_ONCE;
    for (String value : made(wanted)) {
      long size = bytes(types.shape(value));
      if (bytes + size > BYTES_AT_ONCE) {
        groups.add(new LinkedHashSet<>());
        bytes = 0;
      }
      groups.get(groups.size() - 1).add(value);
      bytes += size;
    }
    return groups;
  }

  private List<String> made(Set<String> values) {
    return exact.graph().nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(values::contains)
        .toList();
  }

  private static long bytes(@Nullable Shape shape) {
    return shape == null
        ? BYTES_IF_UNKNOWN
        : ElementType.FLOAT32.byteSize(shape.withFree(1).elements());
  }

  /** A form that runs beside the model. */
  private final class Watch implements AutoCloseable {
    private final Map<String, String> exactly = new LinkedHashMap<>();
    private final Map<String, Difference> differences = new LinkedHashMap<>();
    private final Exposure exposure;

    Watch(Form form, Set<String> values) {
      for (String value : values) {
        Counterpart counterpart = form.counterparts().get(value);
        if (counterpart != null) {
          exactly.put(counterpart.name(), value);
          differences.put(value, new Difference(counterpart.axis()));
        }
      }
      exposure = new Exposure(form.model(), exactly.keySet(), accelerator);
    }

    void run(Map<String, Tensor> sample, Map<String, float[]> expected) {
      exposure.run(
          sample,
          (name, tensor) -> {
            String value = exactly.get(name);
            float[] wanted = value == null ? null : expected.get(value);
            float[] got = floats(tensor);
            if (wanted != null && wanted.length == got.length) {
              Objects.requireNonNull(differences.get(value)).add(wanted, got, tensor.shape());
            }
          });
    }

    Map<String, Double> decibels() {
      Map<String, Double> found = new HashMap<>();
      differences.forEach((value, difference) -> found.put(value, difference.decibels()));
      found.values().removeIf(decibels -> Double.isNaN(decibels));
      return found;
    }

    @Override
    public void close() {
      exposure.close();
    }
  }
}
