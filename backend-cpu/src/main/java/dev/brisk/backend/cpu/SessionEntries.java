package dev.brisk.backend.cpu;

import dev.brisk.InvalidInputException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration entries of ONNX Runtime that can be given as settings. ONNX Runtime itself
 * takes any name and ignores the unknown ones, so they are listed here.
 */
final class SessionEntries {
  /** Those that are on or off: given as true or false, or as 1 or 0. */
  private static final Set<String> SWITCHES =
      Set.of(
          "session.intra_op.allow_spinning",
          "session.inter_op.allow_spinning",
          "session.force_spinning_stop",
          "session.set_denormal_as_zero",
          "session.disable_prepacking",
          "session.use_env_allocators",
          "session.use_device_allocator_for_initializers",
          "session.save_external_prepacked_constant_initializers",
          "session.qdqisint8allowed",
          "session.x64quantprecision",
          "session.disable_quant_qdq",
          "session.enable_quant_qdq_cleanup",
          "session.disable_double_qdq_remover",
          "session.disable_qdq_constant_folding",
          "session.disable_aot_function_inlining",
          "session.enable_dq_matmulnbits_fusion",
          "session.strict_shape_type_inference",
          "session.use_memory_mapped_ort_model",
          "session.use_ort_model_bytes_directly",
          "session.use_ort_model_bytes_for_initializers",
          "session.record_ep_graph_assignment_info",
          "optimization.enable_gelu_approximation",
          "optimization.enable_cast_chain_elimination",
          "mlas.enable_gemm_fastmath_arm64_bfloat16",
          "mlas.use_lut_gemm",
          "mlas.disable_kleidiai");

  /** Those that take a number. */
  private static final Set<String> NUMBERS =
      Set.of(
          "session.intra_op.spin_duration_us",
          "session.intra_op.spin_backoff_max",
          "session.inter_op.spin_duration_us",
          "session.inter_op.spin_backoff_max",
          "session.dynamic_block_base",
          "session.graph_optimizations_loop_level",
          "session.qdq_matmulnbits_accuracy_level",
          "session.qdq_matmulnbits_block_size",
          "session.optimized_model_external_initializers_min_size_in_bytes",
          "optimization.constant_folding_max_output_size_in_bytes",
          "mlas.kleidiai.conv_igemm_max_work");

  /** Those that take a text. */
  private static final Set<String> TEXTS =
      Set.of(
          "session.intra_op_thread_affinities",
          "session.optimized_model_external_initializers_file_name",
          "session.save_model_format",
          "session.collect_node_memory_stats_to_file",
          "optimization.disable_specified_optimizers",
          "optimization.minimal_build_optimizations");

  /** All of them. */
  static final Set<String> NAMES = union();

  private SessionEntries() {}

  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  /** The value as ONNX Runtime takes it; else {@code false} would count as neither on nor off. */
  static String normal(String name, String value) {
    if (TEXTS.contains(name)) {
      return value;
    }
    if (NUMBERS.contains(name)) {
      if (!value.matches("-?\\d{1,18}")) {
        throw new InvalidInputException(
            "Setting '%s' takes a number, but the value is '%s'".formatted(name, value));
      }
      return value;
    }
    return switch (value) {
      case "true", "1" -> "1";
      case "false", "0" -> "0";
      default ->
          throw new InvalidInputException(
              "Setting '%s' takes true or false, but the value is '%s'".formatted(name, value));
    };
  }

  private static Set<String> union() {
    Set<String> all = new TreeSet<>(SWITCHES);
    all.addAll(NUMBERS);
    all.addAll(TEXTS);
    return Collections.unmodifiableSet(all);
  }
}
