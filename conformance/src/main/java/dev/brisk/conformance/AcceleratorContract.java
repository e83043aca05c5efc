package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.Availability;
import dev.brisk.ElementType;
import dev.brisk.spi.AcceleratorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every accelerator must do. A provider's tests extend this class and name the provider; where
 * the accelerator cannot run on the machine, all but the provider's own cases are reported as
 * aborted with the reason.
 *
 * <pre>{@code
 * final class FastContractTest extends AcceleratorContract {
 *   @Override
 *   protected AcceleratorProvider provider() {
 *     return new FastProvider();
 *   }
 * }
 * }</pre>
 */
public abstract class AcceleratorContract {
  /** The provider under test; it must also be listed for {@link java.util.ServiceLoader}. */
  protected abstract AcceleratorProvider provider();

  /** The largest difference from the exact result, relative to the result or to 1 if smaller. */
  protected double tolerance() {
    return 1e-5;
  }

  /** The types of which the accelerator takes inputs and gives outputs. */
  protected Set<ElementType> elementTypes() {
    return Set.of(ElementType.FLOAT32);
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

  /** What runs compute, of all shapes and types. */
  @TestFactory
  public final Stream<DynamicTest> runs() {
    return testsOnDevice(new RunCases(subject()).all());
  }

  /** What of wrong inputs is refused, and how. */
  @TestFactory
  public final Stream<DynamicTest> inputs() {
    return testsOnDevice(new InputCases(subject()).all());
  }

  /** Bindings. */
  @TestFactory
  public final Stream<DynamicTest> bindings() {
    return testsOnDevice(new BindingCases(subject()).all());
  }

  /** Closing, and use after it. */
  @TestFactory
  public final Stream<DynamicTest> lifecycle() {
    return testsOnDevice(new LifecycleCases(subject()).all());
  }

  /** Use from many threads. */
  @TestFactory
  public final Stream<DynamicTest> concurrency() {
    return testsOnDevice(new ConcurrencyCases(subject()).all());
  }

  /** Threads and settings. */
  @TestFactory
  public final Stream<DynamicTest> options() {
    return testsOnDevice(new OptionCases(subject()).all());
  }

  /** Every exclusion names a case. */
  @Test
  public final void exclusions_nameCases() {
    assertThat(exclusions().keySet()).isSubsetOf(allCases().stream().map(Case::name).toList());
  }

  private List<Case> allCases() {
    Subject subject = subject();
    List<Case> all = new ArrayList<>(new ProviderCases(Listed.of(provider())).all());
    all.addAll(new RunCases(subject).all());
    all.addAll(new InputCases(subject).all());
    all.addAll(new BindingCases(subject).all());
    all.addAll(new LifecycleCases(subject).all());
    all.addAll(new ConcurrencyCases(subject).all());
    all.addAll(new OptionCases(subject).all());
    return all;
  }

  private Subject subject() {
    String name = provider().name();
    return new Subject(name, () -> Accelerators.named(name), tolerance(), elementTypes());
  }

  private Stream<DynamicTest> testsOnDevice(List<Case> cases) {
    Availability availability = provider().availability();
    Assumptions.assumeTrue(availability.available(), availability::detail);
    return tests(cases);
  }

  private Stream<DynamicTest> tests(List<Case> cases) {
    return Case.tests(cases, exclusions());
  }
}
