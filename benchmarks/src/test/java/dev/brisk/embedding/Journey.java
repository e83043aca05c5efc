package dev.brisk.embedding;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A program that takes a model through all that Brisk does, with each quantizer. Prints what was
 * found, and in which modules it is.
 */
final class Journey {
  private Journey() {}

  /** Takes the model's file, a folder to write to, and how many seconds to stay idle at the end. */
  public static void main(String[] arguments) throws InterruptedException {
    Accelerator accelerator = Accelerators.best();
    TreeSet<String> modules = new TreeSet<>();
    modules.add(moduleOf(Model.class));
    modules.add(moduleOf(accelerator.getClass()));
    for (String name : Quantizers.available()) {
      Quantizer quantizer = Quantizers.named(name);
      modules.add(moduleOf(quantizer.getClass()));
      Model model = Model.load(Path.of(arguments[0]));
      Path file = Path.of(arguments[1]).resolve(name + ".onnx");
      quantizer.quantize(model, List.of(zeros(model), zeros(model))).model().save(file);
      boolean everywhere = !name.equals("bf16"); // which ONNX Runtime lacks kernels for
      run(everywhere ? accelerator : Accelerators.named("reference"), Model.load(file));
    }
    System.out.println("accelerators " + Accelerators.available());
    System.out.println("quantizers " + Quantizers.available());
    System.out.println("modules " + modules);
    TimeUnit.SECONDS.sleep(Long.parseLong(arguments[2]));
  }

  private static void run(Accelerator accelerator, Model model) {
    try (Executable executable = accelerator.compile(model);
        Binding binding = executable.bind()) {
      executable.run(zeros(model)).values().forEach(Tensor::close);
      binding.run();
    }
  }

  private static Map<String, Tensor> zeros(Model model) {
    Map<String, Tensor> zeros = new HashMap<>();
    for (TensorSpec input : model.inputs()) {
      zeros.put(input.name(), Tensor.allocate(input.elementType(), input.shape().withFree(1)));
    }
    return zeros;
  }

  private static String moduleOf(Class<?> type) {
    return type.getModule().isNamed() ? type.getModule().getName() : "the unnamed module";
  }
}
