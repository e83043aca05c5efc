package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Availability;
import dev.brisk.Quantizers;
import dev.brisk.spi.QuantizerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every quantizer must do. A provider's tests extend this class and name the provider; an
 * accelerator must be on the class path to run the models. Cases about samples are reported as
 * aborted for a quantizer that looks at none.
 *
 * <pre>{@code
 * final class SmallContractTest extends QuantizerContract {
 *   @Override
 *   protected QuantizerProvider provider() {
 *     return new SmallProvider();
 *   }
 * }
 * }</pre>
 */
public abstract class QuantizerContract {
  /** The provider under test; it must also be listed for {@link java.util.ServiceLoader}. */
  protected abstract QuantizerProvider provider();

  /** The accelerator that calibrates and runs. */
  protected Accelerator accelerator() {
    return Accelerators.best();
  }

  /**
   * The largest error that quantization may bring to a small network of matrix products, as the
   * root of the mean square relative to that of the exact result.
   */
  protected double tolerance() {
    return 0.05;
  }

  /** Whether the quantizer looks at samples that it is given; one that needs a calibration does. */
  protected boolean usesSamples() {
    return provider().open().needsCalibration();
  }

  /** The cases that do not apply, by name, each with its reason; they are reported as aborted. */
  protected Map<String, String> exclusions() {
    return Map.of();
  }

  /** How the provider is found and what it says of itself. */
  @TestFactory
  public final Stream<DynamicTest> discovery() {
    return tests(new ProviderCases(Listed.of(provider())).all());
  }

  /** The quantized model. */
  @TestFactory
  public final Stream<DynamicTest> results() {
    return testsOfQuantizer(new QuantizationCases(subject()).all());
  }

  /** Samples and the statistics made from them. */
  @TestFactory
  public final Stream<DynamicTest> calibration() {
    return testsOfQuantizer(new CalibrationCases(subject()).all());
  }

  /** Settings, exclusions, progress and cancelling. */
  @TestFactory
  public final Stream<DynamicTest> options() {
    return testsOfQuantizer(new QuantizationOptionCases(subject()).all());
  }

  /** What quantizing leaves behind, also where it fails or several threads quantize at once. */
  @TestFactory
  public final Stream<DynamicTest> traces() {
    return testsOfQuantizer(new QuantizationTraceCases(subject()).all());
  }

  /** Every exclusion names a case. */
  @Test
  public final void exclusions_nameCases() {
    assertThat(exclusions().keySet()).isSubsetOf(allCases().stream().map(Case::name).toList());
  }

  private List<Case> allCases() {
    QuantizerSubject subject = subject();
    List<Case> all = new ArrayList<>(new ProviderCases(Listed.of(provider())).all());
    all.addAll(new QuantizationCases(subject).all());
    all.addAll(new CalibrationCases(subject).all());
    all.addAll(new QuantizationOptionCases(subject).all());
    all.addAll(new QuantizationTraceCases(subject).all());
    return all;
  }

  private QuantizerSubject subject() {
    String name = provider().name();
    return new QuantizerSubject(
        name, () -> Quantizers.named(name), this::accelerator, this::usesSamples, tolerance());
  }

  private Stream<DynamicTest> testsOfQuantizer(List<Case> cases) {
    Availability availability = provider().availability();
    Assumptions.assumeTrue(availability.available(), availability::detail);
    return tests(cases);
  }

  private Stream<DynamicTest> tests(List<Case> cases) {
    return Case.tests(cases, exclusions());
  }
}
