package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.Tuning;
import java.util.ArrayList;
import java.util.List;

/** The ways of running a form that are tried. */
final class Space {
  private static final List<Integer> BATCHES = List.of(1, 4, 16, 64);

  private final Request request;

  Space(Request request) {
    this.request = request;
  }

  /** The float model as it is run without a thought: all are compared with this one. */
  Entrant baseline(Form floats) {
    Accelerator accelerator = request.accelerators().get(0);
    int threads = request.threads().get(request.threads().size() - 1);
    return new Entrant(floats, accelerator, tuning(accelerator, threads, 1, 1));
  }

  /** A form run in all ways. */
  List<Entrant> entrants(Form form) {
    List<Entrant> all = new ArrayList<>();
    for (Accelerator accelerator : request.accelerators()) {
      for (int threads : request.threads()) {
        for (int instances : instances(threads)) {
          for (int batch : batches(form.model())) {
            all.add(new Entrant(form, accelerator, tuning(accelerator, threads, batch, instances)));
          }
        }
      }
    }
    return all;
  }

  private static Tuning tuning(Accelerator accelerator, int threads, int batch, int instances) {
    CompileOptions options = CompileOptions.defaults().threads(threads);
    return new Tuning(accelerator.name(), options, batch, instances);
  }

  private List<Integer> instances(int threads) {
    int most = request.threads().get(request.threads().size() - 1);
    if (!request.bounds().countThroughput() || most / threads <= 1) {
      return List.of(1);
    }
    return List.of(1, most / threads);
  }

  private List<Integer> batches(Model model) {
    boolean takes =
        model.inputs().stream()
            .allMatch(
                input ->
                    input.shape() != null && input.shape().rank() > 0 && input.shape().dim(0) < 0);
    return takes && request.bounds().countThroughput() ? BATCHES : List.of(1);
  }
}
