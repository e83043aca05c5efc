package dev.brisk.benchmarks;

import dev.brisk.Accelerators;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.StorageException;
import dev.brisk.benchmarks.model.BatchStatistics;
import dev.brisk.benchmarks.model.ResNet50;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The workloads' model files. What is built or quantized here is kept in the folder {@code models}
 * beside the benchmarks' code, under a name that changes with the code that made it.
 */
final class ModelFiles {
  private static final int STATISTICS_BATCH = 8;
  private static final long FIRST_OF_STATISTICS = 1_000_000;
  private static final int CALIBRATION_SAMPLES = 16;
  private static final long FIRST_OF_CALIBRATION = 2_000_000;

  private ModelFiles() {}

  /** Whether the float model's file exists. */
  static boolean present(Workload workload) {
    return Files.exists(floatFile(workload));
  }

  /** The model's file, made first where it does not exist. */
  static Path of(Workload workload, Precision precision) {
    Path file = floatFile(workload);
    if (!Files.exists(file)) {
      save(file, () -> build(workload));
    }
    return precision == Precision.FP32 ? file : quantized(workload, file);
  }

  private static Path floatFile(Workload workload) {
    if (workload.source() instanceof ModelSource.Shared shared) {
      return shared.file();
    }
    long version = CodeVersion.of(ResNet50.class, ResNet50.class.getPackageName());
    return folder().resolve("%s.fp32.%08x.onnx".formatted(workload, version));
  }

  private static Path folder() {
    return CodeVersion.location(ModelFiles.class).resolveSibling("models");
  }

  private static Model build(Workload workload) {
    if (!(workload.source() instanceof ModelSource.Built built)) {
      throw new InvalidInputException(
          "Workload %s needs the file %s, which does not exist; set the system property %s to the folder that holds 'models'"
              .formatted(workload, floatFile(workload), ModelSource.Shared.PROPERTY));
    }
    Model model = built.network().get();
    return model.graph().nodes().stream().noneMatch(node -> node.is("BatchNormalization"))
        ? model
        : BatchStatistics.fit(
            model,
            workload.samples().of(model.inputs(), FIRST_OF_STATISTICS, STATISTICS_BATCH),
            Accelerators.named("onnxruntime"));
  }

  private static Path quantized(Workload workload, Path file) {
    Quantizer quantizer = Quantizers.named("int8");
    long version =
        31 * CodeVersion.of(quantizer.getClass(), "dev.brisk")
            + CodeVersion.of(Model.class, "dev.brisk")
            + file.getFileName().hashCode();
    Path target = folder().resolve("%s.int8.%08x.onnx".formatted(workload, (int) version));
    if (!Files.exists(target)) {
      save(target, () -> quantize(workload, quantizer, Model.load(file)));
    }
    return target;
  }

  private static Model quantize(Workload workload, Quantizer quantizer, Model model) {
    QuantizationOptions options =
        QuantizationOptions.defaults().accelerator(Accelerators.named("onnxruntime"));
    return quantizer
        .quantize(
            model,
            workload
                .samples()
                .range(
                    model.inputs(),
                    FIRST_OF_CALIBRATION,
                    FIRST_OF_CALIBRATION + CALIBRATION_SAMPLES),
            options)
        .model();
  }

  /** Saves a model in place of those that older code made. */
  private static void save(Path file, Supplier<Model> maker) {
    String name = file.getFileName().toString();
    String kind = name.substring(0, name.length() - ".01234567.onnx".length());
    try {
      Files.createDirectories(file.getParent());
      try (DirectoryStream<Path> older = Files.newDirectoryStream(file.getParent(), kind + ".*")) {
        for (Path path : older) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new StorageException("Folder %s cannot be used".formatted(file.getParent()), e);
    }
    maker.get().save(file);
  }
}
