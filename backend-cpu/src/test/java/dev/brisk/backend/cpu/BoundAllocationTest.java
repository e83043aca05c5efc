package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.internal.onnx.ModelTransfer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A bound run against ONNX Runtime's own API used as well as it can be. */
final class BoundAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int RUNS = 1000;

  @FunctionalInterface
  private interface Run {
    void run() throws OrtException;
  }

  /** The code that runs is compiled along the way, so the least of some measurements counts. */
  @Test
  void boundRunAllocatesNothingBeyondTheRuntimesOwn() throws OrtException, IOException {
    Model model = TestModels.doubled();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    Set<String> none = Collections.emptySet();
    try (Executable executable =
            Accelerators.named("onnxruntime").compile(model, CompileOptions.defaults().threads(1));
        Binding binding = executable.bind();
        OrtSession session = environment.createSession(new ModelTransfer(model).inMemory());
        OnnxTensor x = tensor(environment);
        OnnxTensor y = tensor(environment)) {
      inputs.put("x", x);
      outputs.put("y", y);
      long raw = Long.MAX_VALUE;
      long ours = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        raw = Math.min(raw, allocatedBy(() -> session.run(inputs, none, outputs)));
        ours = Math.min(ours, allocatedBy(binding::run));
      }
      assertThat(ours).as("bytes of %d runs", RUNS).isPositive().isLessThanOrEqualTo(raw);
    }
  }

  private static long allocatedBy(Run run) throws OrtException {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < RUNS; i++) {
      run.run();
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
    return OnnxTensor.createTensor(
        environment,
        ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asFloatBuffer(),
        new long[] {1, 2});
  }
}
