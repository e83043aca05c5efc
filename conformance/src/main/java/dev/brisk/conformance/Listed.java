package dev.brisk.conformance;

import dev.brisk.Accelerators;
import dev.brisk.Availability;
import dev.brisk.Quantizers;
import dev.brisk.spi.AcceleratorProvider;
import dev.brisk.spi.QuantizerProvider;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A provider and where it must be found.
 *
 * @param <P> the service
 * @param reporter what looks up all providers of the service
 * @param opener opens the provider by its name; gives the name of what was opened
 */
record Listed<P>(
    Class<P> service,
    P provider,
    String name,
    Supplier<Availability> availabilities,
    Supplier<Map<String, Availability>> reporter,
    Supplier<String> opener) {

  static Listed<AcceleratorProvider> of(AcceleratorProvider provider) {
    String name = provider.name();
    return new Listed<>(
        AcceleratorProvider.class,
        provider,
        name,
        provider::availability,
        Accelerators::report,
        () -> Accelerators.named(name).name());
  }

  static Listed<QuantizerProvider> of(QuantizerProvider provider) {
    String name = provider.name();
    return new Listed<>(
        QuantizerProvider.class,
        provider,
        name,
        provider::availability,
        Quantizers::report,
        () -> Quantizers.named(name).name());
  }

  Availability availability() {
    return availabilities.get();
  }

  Map<String, Availability> report() {
    return reporter.get();
  }

  String openedName() {
    return opener.get();
  }
}
