package dev.brisk.embedding;

import dev.brisk.Accelerators;
import dev.brisk.Model;
import dev.brisk.Quantizers;
import java.nio.file.Path;

/** A program that loads a model where nothing is there to run it. */
final class Loading {
  private Loading() {}

  /** Takes the model's file. */
  public static void main(String[] arguments) {
    Model model = Model.load(Path.of(arguments[0]));
    System.out.println(model.graph().name() + " in " + Model.class.getModule().getName());
    System.out.println("accelerators " + Accelerators.available());
    System.out.println("quantizers " + Quantizers.available());
  }
}
