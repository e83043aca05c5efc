package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.Availability;
import dev.brisk.spi.AcceleratorProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** How a provider is found and what it says of itself, also where it cannot run. */
final class ProviderCases {
  private final AcceleratorProvider provider;

  ProviderCases(AcceleratorProvider provider) {
    this.provider = provider;
  }

  List<Case> all() {
    return List.of(
        new Case("nameIsLowerCaseLettersDigitsAndDashes", this::name),
        new Case("availabilityExplainsItself", this::availability),
        new Case("providerIsListedForTheServiceLoader", this::listed),
        new Case("providersFoundWithNullContextClassLoader", () -> foundWith(null)),
        new Case("providersFoundWithForeignContextClassLoader", this::foundWithForeignLoader),
        new Case("providersFoundFromForkJoinPool", this::foundInPool),
        new Case("descriptionIsASentence", this::description));
  }

  private void name() {
    assertThat(provider.name()).matches("[a-z][a-z0-9-]*");
  }

  private void availability() {
    Availability availability = provider.availability();
    assertThat(availability.detail()).isNotBlank();
    assertThat(availability.detail()).doesNotContain("\n");
    assertThat(provider.availability().available()).isEqualTo(availability.available());
  }

  private void listed() {
    ClassLoader loader = provider.getClass().getClassLoader();
    assertThat(ServiceLoader.load(AcceleratorProvider.class, loader).stream())
        .extracting(ServiceLoader.Provider::type)
        .anySatisfy(type -> assertThat(type).isEqualTo(provider.getClass()));
  }

  private void foundWithForeignLoader() throws Exception {
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader foreign = new URLClassLoader(new URL[0], platform)) {
      foundWith(foreign);
    }
  }

  private void foundWith(@Nullable ClassLoader context) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      assertThat(Accelerators.report()).containsKey(provider.name());
      if (provider.availability().available()) {
        assertThat(Accelerators.named(provider.name()).name()).isEqualTo(provider.name());
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void foundInPool() throws Exception {
    assertThat(ForkJoinPool.commonPool().submit(Accelerators::report).get())
        .containsKey(provider.name());
  }

  private void description() {
    if (provider.availability().available()) {
      String description = Accelerators.named(provider.name()).description();
      assertThat(description).isNotBlank();
      assertThat(description).doesNotContain("\n");
    }
  }
}
