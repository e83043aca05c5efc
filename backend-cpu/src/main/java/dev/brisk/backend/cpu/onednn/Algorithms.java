package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.PostOp;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's names of functions and operations. */
final class Algorithms {
  private Algorithms() {}

  static int of(PostOp.Function function) {
    return switch (function) {
      case LINEAR -> dnnl.dnnl_eltwise_linear;
      case RELU -> dnnl.dnnl_eltwise_relu;
      case CLIP -> dnnl.dnnl_eltwise_clip;
      case SIGMOID -> dnnl.dnnl_eltwise_logistic;
      case TANH -> dnnl.dnnl_eltwise_tanh;
      case SWISH -> dnnl.dnnl_eltwise_swish;
      case GELU -> dnnl.dnnl_eltwise_gelu_erf;
      case GELU_TANH -> dnnl.dnnl_eltwise_gelu_tanh;
      case HARD_SIGMOID -> dnnl.dnnl_eltwise_hardsigmoid;
      case HARD_SWISH -> dnnl.dnnl_eltwise_hardswish;
      case ELU -> dnnl.dnnl_eltwise_elu;
      case SOFTPLUS -> dnnl.dnnl_eltwise_soft_relu;
      case MISH -> dnnl.dnnl_eltwise_mish;
      case ABS -> dnnl.dnnl_eltwise_abs;
      case SQRT -> dnnl.dnnl_eltwise_sqrt;
      case EXP -> dnnl.dnnl_eltwise_exp;
      case LOG -> dnnl.dnnl_eltwise_log;
      case POWER -> dnnl.dnnl_eltwise_pow;
      case ROUND -> dnnl.dnnl_eltwise_round;
    };
  }

  static int of(PostOp.Operation operation) {
    return switch (operation) {
      case ADD -> dnnl.dnnl_binary_add;
      case SUB -> dnnl.dnnl_binary_sub;
      case MUL -> dnnl.dnnl_binary_mul;
      case DIV -> dnnl.dnnl_binary_div;
      case MAX -> dnnl.dnnl_binary_max;
      case MIN -> dnnl.dnnl_binary_min;
    };
  }
}
