package dev.brisk.conformance;

import dev.brisk.ElementType;
import dev.brisk.spi.AcceleratorProvider;
import java.util.EnumSet;
import java.util.ServiceLoader;
import java.util.Set;

/** The accelerator that core itself brings. */
final class ReferenceContractTest extends AcceleratorContract {
  @Override
  protected AcceleratorProvider provider() {
    return reference();
  }

  static AcceleratorProvider reference() {
    return ServiceLoader.load(AcceleratorProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("reference"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected Set<ElementType> elementTypes() {
    return EnumSet.complementOf(EnumSet.of(ElementType.COMPLEX64, ElementType.COMPLEX128));
  }
}
