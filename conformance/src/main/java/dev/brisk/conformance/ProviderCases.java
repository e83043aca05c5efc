package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Availability;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** How a provider is found and what it says of itself, also where it cannot run. */
final class ProviderCases {
  private final Listed<?> listed;

  ProviderCases(Listed<?> listed) {
    this.listed = listed;
  }

  List<Case> all() {
    return List.of(
        new Case("nameIsLowerCaseLettersDigitsAndDashes", this::name),
        new Case("availabilityExplainsItself", this::availability),
        new Case("providerIsListedForTheServiceLoader", this::listed),
        new Case("providersFoundWithNullContextClassLoader", () -> foundWith(null)),
        new Case("providersFoundWithForeignContextClassLoader", this::foundWithForeignLoader),
        new Case("providersFoundFromForkJoinPool", this::foundInPool));
  }

  private void name() {
    assertThat(listed.name()).matches("[a-z][a-z0-9-]*");
  }

  private void availability() {
    Availability availability = listed.availability();
    assertThat(availability.detail()).isNotBlank();
    assertThat(availability.detail()).doesNotContain("\n");
    assertThat(listed.availability().available()).isEqualTo(availability.available());
  }

  private void listed() {
    Class<?> type = listed.provider().getClass();
    assertThat(ServiceLoader.load(listed.service(), type.getClassLoader()).stream())
        .anySatisfy(found -> assertThat((Object) found.type()).isEqualTo(type));
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
      assertThat(listed.report()).containsKey(listed.name());
      if (listed.availability().available()) {
        assertThat(listed.openedName()).isEqualTo(listed.name());
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void foundInPool() throws Exception {
    assertThat(ForkJoinPool.commonPool().submit(() -> listed.report()).get())
        .containsKey(listed.name());
  }
}
