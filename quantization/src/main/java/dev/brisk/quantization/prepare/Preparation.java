package dev.brisk.quantization.prepare;

import dev.brisk.Model;
import dev.brisk.pass.Pass;
import dev.brisk.pass.Passes;
import dev.brisk.pass.opset.Opsets;
import java.util.List;

/** Brings a model into the form that the quantizers work on; what it computes stays the same. */
public final class Preparation {
  /** The least operator set in which weights can have a scale for each channel. */
  private static final int LEAST_OPSET = 13;

  private static final List<Pass> FOR_FIXED_LINES =
      List.of(new BiasBesideMatMul(), new MeanToPooling());

  private Preparation() {}

  /** The model prepared for kernels that read and give codes: the same for the same model. */
  public static Model forFixedLines(Model model) {
    return Passes.apply(FOR_FIXED_LINES, light(model));
  }

  /** The model tidied up, in an operator set in which codes can be spoken of. */
  public static Model light(Model model) {
    Model tidy = Passes.apply(Passes.CLEANUP, model);
    Model raised = Passes.apply(Passes.CLEANUP, Opsets.raise(tidy, LEAST_OPSET));
    return Passes.apply(List.of(new GemmFactors()), raised);
  }
}
