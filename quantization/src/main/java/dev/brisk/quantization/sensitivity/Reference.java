package dev.brisk.quantization.sensitivity;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a model gives for some samples, for other forms of it to be held against. */
public final class Reference {
  private final List<Map<String, Tensor>> samples;
  private final Accelerator accelerator;
  private final List<Map<String, Tensor>> expected;

  /** Runs a model. */
  public Reference(Model model, List<Map<String, Tensor>> samples, Accelerator accelerator) {
    this.samples = samples;
    this.accelerator = accelerator;
    this.expected = run(model);
  }

  private List<Map<String, Tensor>> run(Model model) {
    List<Map<String, Tensor>> outputs = new ArrayList<>();
    try (Executable executable = accelerator.compile(model)) {
      for (Map<String, Tensor> sample : samples) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancelledException("The comparison of outputs was interrupted");
        }
        outputs.add(executable.run(sample));
      }
    }
    return outputs;
  }

  /** How far the outputs of another form of the model are from these. */
  public OutputError errorOf(Model other) {
    OutputError error = new OutputError();
    List<Map<String, Tensor>> actual = run(other);
    for (int i = 0; i < expected.size(); i++) {
      Map<String, Tensor> outputs = actual.get(i);
      expected
          .get(i)
          .forEach(
              (name, tensor) -> error.add(name, tensor, Objects.requireNonNull(outputs.get(name))));
      outputs.values().forEach(Tensor::close);
    }
    return error;
  }
}
