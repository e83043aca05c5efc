package dev.brisk.backend.cpu.onednn;

import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;

/** What tests of oneDNN run in JVMs of their own. */
final class OneDnnPrograms {
  private OneDnnPrograms() {}

  private static Executable compile(Model model, int threads) {
    return Accelerators.named("onednn").compile(model, CompileOptions.defaults().threads(threads));
  }

  /** Multiplies by a square of the given width, all of it 1, of parts that a heap need not hold. */
  private static Model square(int width) {
    GraphBuilder graph = Graph.builder("square");
    Tensor weights = Tensor.allocate(ElementType.FLOAT32, Shape.of(width, width));
    ByteBuffer bytes = weights.asByteBuffer();
    for (int i = 0; i < width * width; i++) {
      bytes.putFloat(4 * i, 1);
    }
    graph.input("x", ElementType.FLOAT32, Shape.of(1, width));
    graph.initializer("w", weights);
    graph.node("MatMul", "y", List.of("x", "w"));
    graph.output("y", ElementType.FLOAT32, Shape.of(1, width));
    return Model.of(graph.build(), ModelInfo.of(21));
  }

  /** Runs a model whose weights are larger than the heap. */
  static final class Large {
    public static void main(String[] arguments) {
      int width = 6000;
      float[] ones = new float[width];
      Arrays.fill(ones, 1);
      try (Executable executable = compile(square(width), 1)) {
        for (int i = 0; i < 3; i++) {
          float[] result = executable.run(Tensor.of(ones, 1, width)).get("y").toFloatArray();
          if (result[width - 1] != width) {
            throw new IllegalStateException("wrong result " + result[width - 1]);
          }
        }
      }
      System.out.print("right");
    }
  }

  /** Opens within a scope of the application's, and runs after that is closed. */
  static final class Scoped {
    public static void main(String[] arguments) {
      Executable executable;
      Binding binding;
      try (PointerScope scope = new PointerScope()) {
        executable = compile(square(50), 1);
        binding = executable.bind();
        if (!scope.equals(PointerScope.getScopeIterator().next())) {
          throw new IllegalStateException("the scope is not open");
        }
      }
      System.gc();
      binding.input("x").asFloatBuffer().put(new float[50]);
      for (int i = 0; i < 100; i++) {
        binding.run();
      }
      binding.close();
      executable.close();
      System.out.print("right");
    }
  }

  /**
   * Compiles, runs and closes many times; prints by how many KiB the process grew: the least that
   * it had at the end less the most that it had after the start, since it varies.
   */
  static final class Flat {
    public static void main(String[] arguments) throws IOException {
      cycles(60);
      long most = 0;
      for (int i = 0; i < 5; i++) {
        cycles(10);
        most = Math.max(most, resident());
      }
      cycles(150);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        cycles(10);
        least = Math.min(least, resident());
      }
      System.out.print(least - most);
    }

    private static void cycles(int count) {
      for (int i = 0; i < count; i++) {
        Model model = RandomNet.of(i % 10, i % 2 == 0);
        try (Executable executable = compile(model, 1 + i % 2);
            Binding binding = executable.bind()) {
          for (int run = 0; run < 40; run++) {
            binding.run();
          }
        }
      }
    }

    private static long resident() throws IOException {
      System.gc();
      String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
      return Long.parseLong(pages) * 4;
    }
  }
}
