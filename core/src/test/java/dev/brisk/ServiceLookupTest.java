package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.spi.AcceleratorProvider;
import dev.brisk.spi.ModelFormat;
import dev.brisk.spi.QuantizerProvider;
import dev.brisk.testing.Plugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers of all sorts on a class path of their own, found through the context class loader. */
final class ServiceLookupTest {
  /** An accelerator provider; what differs is the body of each method. */
  private static final String PROVIDER =
      """
      package plugin;
      import dev.brisk.Accelerator;
      import dev.brisk.Accelerators;
      import dev.brisk.Availability;
      import dev.brisk.CompileOptions;
      import dev.brisk.Executable;
      import dev.brisk.Model;
      public class %s implements dev.brisk.spi.AcceleratorProvider {
        static int opened;
        %s
        public String name() { %s }
        public Availability availability() { %s }
        public Accelerator open() { %s }
        public int priority() { return %s; }
        record Made(String name) implements Accelerator {
          public String description() { return "made by %s"; }
          public Executable compile(Model model, CompileOptions options) {
            throw new UnsupportedOperationException();
          }
        }
      }
      """;

  private static final String YES = "return Availability.yes(\"here\");";
  private static final String OPEN = "return new Made(name());";

  @TempDir Path folder;

  private Plugin plugin() {
    return new Plugin(folder);
  }

  private static void provider(
      Plugin plugin, String type, String constructor, String name, String availability, String open)
      throws IOException {
    String source =
        PROVIDER.formatted(type, constructor, name, availability, open, type.length(), type);
    plugin.compile("plugin." + type, source);
  }

  private static void good(Plugin plugin, String type, String name) throws IOException {
    provider(plugin, type, "", "return \"" + name + "\";", YES, OPEN);
  }

  private <T> T with(Plugin plugin, Callable<T> action) throws Exception {
    try (URLClassLoader loader = plugin.loader()) {
      return Plugin.within(loader, action);
    }
  }

  private static String reason(Map<String, Availability> report, String name) {
    assertThat(report).containsKey(name);
    assertThat(report.get(name).available()).isFalse();
    return report.get(name).detail();
  }

  @Test
  void brokenProviderDoesNotHideOthers() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "First", "first");
    good(plugin, "Last", "last");
    provider(
        plugin,
        "BadConstructor",
        "public BadConstructor() { throw new IllegalStateException(\"no disk\"); }",
        "return \"x\";",
        YES,
        OPEN);
    provider(
        plugin,
        "BadInitializer",
        "static { if (opened == 0) throw new IllegalStateException(\"no driver\"); }",
        "return \"x\";",
        YES,
        OPEN);
    provider(
        plugin, "HiddenConstructor", "private HiddenConstructor() {}", "return \"x\";", YES, OPEN);
    provider(plugin, "BadName", "", "throw new IllegalStateException(\"no name\");", YES, OPEN);
    provider(
        plugin,
        "BadAvailability",
        "",
        "return \"bad-availability\";",
        "throw new IllegalStateException(\"no probe\");",
        OPEN);
    provider(plugin, "NullName", "", "return null;", YES, OPEN);
    provider(plugin, "LoudName", "", "return \"Loud Name\";", YES, OPEN);
    provider(plugin, "NullAvailability", "", "return \"null-availability\";", "return null;", OPEN);
    good(plugin, "SameName", "first");
    plugin.compile("plugin.Base", "package plugin; public class Base {}");
    plugin.compile("plugin.NoBase", "package plugin; public class NoBase extends Base {}");
    provider(
        plugin,
        "NeedsBase",
        "",
        "return \"needs-base\";",
        "new Base(); return Availability.yes(\"\");",
        OPEN);
    plugin.remove("plugin.Base");
    plugin.compile("plugin.Stranger", "package plugin; public class Stranger {}");
    plugin.list(
        AcceleratorProvider.class,
        "plugin.First",
        "plugin.Missing",
        "plugin.BadConstructor",
        "plugin.BadInitializer",
        "plugin.HiddenConstructor",
        "plugin.BadName",
        "plugin.BadAvailability",
        "plugin.NullName",
        "plugin.LoudName",
        "plugin.NullAvailability",
        "plugin.SameName",
        "plugin.NoBase",
        "plugin.NeedsBase",
        "plugin.Stranger",
        "plugin.Last");

    Map<String, Availability> report = with(plugin, Accelerators::report);
    assertThat(with(plugin, Accelerators::available)).containsExactly("first", "last", "reference");
    assertThat(report.get("first")).isEqualTo(Availability.yes("here"));
    assertThat(reason(report, "plugin.Missing")).contains("not found");
    assertThat(reason(report, "plugin.BadConstructor")).contains("failed with").contains("no disk");
    assertThat(reason(report, "plugin.BadInitializer")).contains("no driver");
    assertThat(reason(report, "plugin.HiddenConstructor")).contains("listed but unusable");
    assertThat(reason(report, "plugin.BadName")).contains("no name");
    assertThat(reason(report, "bad-availability")).contains("no probe");
    assertThat(reason(report, "plugin.NullName")).contains("'null'");
    assertThat(reason(report, "plugin.LoudName")).contains("'Loud Name'").contains("lower-case");
    assertThat(reason(report, "null-availability")).contains("nothing of its availability");
    assertThat(reason(report, "plugin.SameName")).contains("'first'").contains("plugin.First");
    assertThat(reason(report, "(unnamed 1)"))
        .contains("NoClassDefFoundError: plugin/Base")
        .contains("one version");
    assertThat(reason(report, "needs-base")).contains("NoClassDefFoundError: plugin/Base");
    assertThat(reason(report, "plugin.Stranger")).contains("not a subtype");

    with(
        plugin,
        () -> {
          assertThat(Accelerators.named("last").name()).isEqualTo("last");

          return null;
        });
  }

  @Test
  void unreadableListing_doesNotHideThoseOfOthers() throws Exception {
    Plugin broken = new Plugin(folder.resolve("broken"));
    broken.list(AcceleratorProvider.class, "this is no class name");
    Plugin sound = new Plugin(folder.resolve("sound"));
    good(sound, "Sound", "sound");
    sound.list(AcceleratorProvider.class, "plugin.Sound");
    try (URLClassLoader outer = broken.loader();
        URLClassLoader both =
            new URLClassLoader(new URL[] {folder.resolve("sound").toUri().toURL()}, outer)) {
      assertThat(Plugin.within(both, Accelerators::available))
          .containsExactly("reference", "sound");
      Map<String, Availability> report = Plugin.within(both, Accelerators::report);
      assertThat(reason(report, "(unnamed 1)")).contains("META-INF/services");
    }
  }

  @Test
  void unknownName_listsWhatThereIsAndWhatIsMeant() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "Ready", "fast-one");
    provider(
        plugin,
        "Absent",
        "",
        "return \"gpu\";",
        "return Availability.no(\"libgpu is missing: install it\");",
        OPEN);
    plugin.list(AcceleratorProvider.class, "plugin.Ready", "plugin.Absent");
    with(
        plugin,
        () -> {
          assertThatThrownBy(() -> Accelerators.named("fastone"))
              .isInstanceOf(UnavailableException.class)
              .hasMessage(
                  "There is no accelerator 'fastone'; did you mean \"fast-one\"?; there are:"
                      + " fast-one, gpu (not here: libgpu is missing: install it), reference");
          assertThatThrownBy(() -> Accelerators.named("tensor-unit"))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("no accelerator 'tensor-unit'; there are: fast-one, gpu");
          assertThatThrownBy(() -> Accelerators.named("gpu"))
              .isInstanceOf(UnavailableException.class)
              .hasMessage(
                  "The accelerator 'gpu' cannot be used here: libgpu is missing: install it;"
                      + " besides it there are: fast-one, reference");
          return null;
        });
  }

  @Test
  void nothingFound_saysWhatToAdd() {
    assertThat(Accelerators.best().name()).isEqualTo("reference");
    assertThatThrownBy(() -> Quantizers.named("int8"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("There is no quantizer 'int8'")
        .hasMessageContaining("add an artifact");
    assertThat(Quantizers.available()).isEmpty();
    assertThat(Quantizers.report()).isEmpty();
  }

  @Test
  void systemProperty_leavesOthersOut() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "Low", "low");
    provider(
        plugin, "High", "", "return \"high\";", YES, "throw new IllegalStateException(\"x\");");
    plugin.list(AcceleratorProvider.class, "plugin.Low", "plugin.High");
    System.setProperty(Accelerators.PROPERTY, "low, high");
    try {
      assertThat(with(plugin, Accelerators::available)).containsExactly("high", "low");
      assertThat(with(plugin, () -> Accelerators.best().name())).isEqualTo("low");
      System.setProperty(Accelerators.PROPERTY, "high");
      with(
          plugin,
          () -> {
            assertThatThrownBy(Accelerators::best)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("No accelerator can run here")
                .hasMessageContaining("failed to open")
                .hasMessageContaining("left out by brisk.accelerators=high");
            return null;
          });
    } finally {
      System.clearProperty(Accelerators.PROPERTY);
    }
  }

  @Test
  void failingOpen_isTriedAgainAndThenKept() throws Exception {
    Plugin plugin = plugin();
    provider(
        plugin,
        "Flaky",
        "",
        "return \"flaky\";",
        YES,
        "if (opened++ == 0) throw new IllegalStateException(\"device busy\"); " + OPEN);
    provider(plugin, "Empty", "", "return \"empty\";", YES, "return null;");
    provider(plugin, "Circle", "", "return \"circle\";", YES, "return Accelerators.named(name());");
    provider(
        plugin,
        "Unlinked",
        "",
        "return \"unlinked\";",
        YES,
        "throw new NoClassDefFoundError(\"g\");");
    plugin.list(
        AcceleratorProvider.class,
        "plugin.Flaky",
        "plugin.Empty",
        "plugin.Circle",
        "plugin.Unlinked");
    with(
        plugin,
        () -> {
          assertThatThrownBy(() -> Accelerators.named("flaky"))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("'flaky' failed to open")
              .hasMessageContaining("device busy")
              .hasRootCauseMessage("device busy");
          Accelerator opened = Accelerators.named("flaky");
          assertThat(Accelerators.named("flaky")).isSameAs(opened);
          assertThatThrownBy(() -> Accelerators.named("empty"))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("'empty' opened nothing");
          assertThatThrownBy(() -> Accelerators.named("circle"))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("'circle' asks for itself");
          assertThatThrownBy(() -> Accelerators.named("unlinked"))
              .isInstanceOf(UnavailableException.class)
              .hasMessageContaining("NoClassDefFoundError: g");
          return null;
        });
  }

  @Test
  void best_passesOverWhatFailsToOpen() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "Low", "low");
    good(plugin, "Aaa", "also-low");
    String fails = "throw new IllegalStateException(\"no device\");";
    provider(plugin, "HighPriority", "", "return \"high\";", YES, fails);
    plugin.list(AcceleratorProvider.class, "plugin.Low", "plugin.HighPriority", "plugin.Aaa");
    with(
        plugin,
        () -> {
          assertThat(Accelerators.best().name()).isEqualTo("also-low");
          return null;
        });
    plugin.list(AcceleratorProvider.class, "plugin.HighPriority");
    with(
        plugin,
        () -> {
          assertThat(Accelerators.best().name()).isEqualTo("reference");
          return null;
        });
  }

  @Test
  void openedAtOnceByManyThreads_isOpenedOnce() throws Exception {
    Plugin plugin = plugin();
    provider(
        plugin,
        "Once",
        "",
        "return \"once\";",
        YES,
        "if (opened++ > 0) throw new IllegalStateException(\"again\"); " + OPEN);
    plugin.list(AcceleratorProvider.class, "plugin.Once");
    try (URLClassLoader loader = plugin.loader()) {
      List<Accelerator> all =
          IntStream.range(0, 64)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return Plugin.within(loader, () -> Accelerators.named("once"));
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .toList();
      assertThat(all).allMatch(one -> one == all.get(0));
    }
  }

  @Test
  void quantizersAndFormats_areFoundBesideBrokenOnes() throws Exception {
    Plugin plugin = plugin();
    plugin.compile(
        "plugin.Small",
        """
        package plugin;
        import dev.brisk.Availability;
        import dev.brisk.Quantizer;
        public class Small implements dev.brisk.spi.QuantizerProvider {
          public String name() { return "small"; }
          public Availability availability() { return Availability.yes("anywhere"); }
          public Quantizer open() { throw new IllegalStateException("not today"); }
        }
        """);
    plugin.compile(
        "plugin.Text",
        """
        package plugin;
        import dev.brisk.Model;
        import dev.brisk.SaveOptions;
        import java.nio.file.Path;
        public class Text implements dev.brisk.spi.ModelFormat {
          public String name() { return "a-text"; }
          public boolean recognizes(Path path) { throw new IllegalStateException("cannot look"); }
          public Model read(Path path) { throw new UnsupportedOperationException(); }
          public void write(Model model, Path path, SaveOptions options) {
            throw new UnsupportedOperationException();
          }
        }
        """);
    plugin.list(QuantizerProvider.class, "plugin.Gone", "plugin.Small");
    plugin.list(ModelFormat.class, "plugin.Lost", "plugin.Text");
    Path text = Files.writeString(folder.resolve("some.txt"), "no model");
    with(
        plugin,
        () -> {
          assertThat(Quantizers.available()).containsExactly("small");
          assertThatThrownBy(() -> Quantizers.named("small")).hasMessageContaining("not today");
          assertThatThrownBy(() -> Quantizers.named("smal"))
              .hasMessageContaining("did you mean \"small\"?")
              .hasMessageContaining("plugin.Gone (not here: ");
          assertThatThrownBy(() -> Model.load(text))
              .isInstanceOf(InvalidModelException.class)
              .hasMessageContaining("there are: a-text, onnx, plugin.Lost (not here:");
          return null;
        });
  }

  @Test
  void foreignContextLoader_isAskedButItsOtherBriskNotMixedIn() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "Mine", "mine");
    plugin.list(AcceleratorProvider.class, "plugin.Mine");
    try (URLClassLoader foreign = plugin.isolated()) {
      Map<String, Availability> report = Plugin.within(foreign, Accelerators::report);
      assertThat(reason(report, "plugin.Mine")).contains("not a subtype");
    }
  }

  @Test
  void providersFoundWithNullContextClassLoader() throws Exception {
    Plugin plugin = plugin();
    good(plugin, "Mine", "mine");
    plugin.list(AcceleratorProvider.class, "plugin.Mine");
    try (URLClassLoader application = plugin.isolated()) {
      Callable<Object> available = () -> availableIn(application);
      assertThat(Plugin.within(null, available)).isEqualTo(List.of("mine", "reference"));
      ClassLoader foreign = ClassLoader.getPlatformClassLoader();
      assertThat(Plugin.within(foreign, available)).isEqualTo(List.of("mine", "reference"));
      assertThat(Plugin.within(application, available)).isEqualTo(List.of("mine", "reference"));
      assertThat(ForkJoinPool.commonPool().submit(available).get())
          .isEqualTo(List.of("mine", "reference"));
    }
  }

  private static Object availableIn(ClassLoader application) throws ReflectiveOperationException {
    Class<?> accelerators = Class.forName("dev.brisk.Accelerators", true, application);
    assertThat(accelerators).isNotSameAs(Accelerators.class);
    return accelerators.getMethod("available").invoke(null);
  }
}
