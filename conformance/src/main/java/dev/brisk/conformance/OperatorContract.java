package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.spi.AcceleratorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The ONNX standard's operator tests on one accelerator. Those that do not pass stand in a list, a
 * reason beside each; one that passes must not stand there, so the list is always what was
 * measured. A report of both stands in a file that is compared, too.
 *
 * <p>To write list and report anew, set the system property {@value #WRITE} to {@code true}: new
 * entries get the failure itself as their reason, to be replaced by a better one.
 */
public abstract class OperatorContract {
  /** The system property that has the list and the report written. */
  public static final String WRITE = "brisk.operators.write";

  /** The provider under test. */
  protected abstract AcceleratorProvider provider();

  /** The archive of the tests, or null where it is absent; then nothing is tested. */
  protected abstract @Nullable Path archive();

  /**
   * The list: in each line a test, or the beginning of several and {@code *}, and the reason. One
   * that starts with {@value Exclusions#SOMETIMES} says that the test may pass as well, for its
   * result is random or hangs on the machine; it counts as failed.
   */
  protected abstract Path exclusions();

  /** The report, in Markdown. */
  protected abstract Path report();

  /** Runs every test, those that are listed as well. */
  @Test
  public final void everyOperatorTest_passesOrIsListedWithAReason() throws IOException {
    Path archive = archive();
    Assumptions.assumeTrue(archive != null, "the operator tests are absent");
    Assumptions.assumeTrue(
        provider().availability().available(), () -> provider().availability().detail());
    Map<OperatorCase, String> results = results(provider().open(), Objects.requireNonNull(archive));
    Exclusions listed = Exclusions.read(exclusions());
    listed.settle(results);
    OperatorReport report = new OperatorReport(provider().name(), results);
    if (Boolean.getBoolean(WRITE)) {
      listed = listed.updated(results);
      listed.write(exclusions());
      Files.writeString(report(), report.text(listed));
    }
    assertThat(listed.misfits(results))
        .as("tests that fail or pass unlike the list says")
        .isEmpty();
    assertThat(Files.readString(report()))
        .as("%s, which -D%s=true writes anew", report(), WRITE)
        .isEqualTo(report.text(listed));
  }

  /** Each test and how it failed; "" if it passed. */
  private static Map<OperatorCase, String> results(Accelerator accelerator, Path archive) {
    Map<OperatorCase, String> results = new LinkedHashMap<>();
    OperatorCase.forEach(archive, test -> results.put(test, failure(accelerator, test)));
    return results;
  }

  private static String failure(Accelerator accelerator, OperatorCase test) {
    try (Executable executable = accelerator.compile(test.model())) {
      Map<String, Tensor> outputs = executable.run(inputs(executable, test));
      List<Tensor> made = new ArrayList<>(outputs.values());
      return Closeness.difference(made, test.outputs());
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static Map<String, Tensor> inputs(Executable executable, OperatorCase test) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<TensorSpec> specs = executable.inputs();
    for (int i = 0; i < specs.size(); i++) {
      Tensor input = test.inputs().get(i);
      if (input == null) {
        throw new IllegalStateException("an input is no tensor");
      }
      inputs.put(specs.get(i).name(), input);
    }
    return inputs;
  }
}
