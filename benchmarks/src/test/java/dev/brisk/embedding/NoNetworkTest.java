package dev.brisk.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.benchmarks.model.TinyNet;
import dev.brisk.cli.Main;
import dev.brisk.conformance.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that Brisk does uses the network: Java code loads none of the classes without which it
 * cannot, and neither it nor native code tries to send anything.
 */
final class NoNetworkTest {
  /** Sockets, channels and datagrams all go through the first; looking up a host, the others. */
  private static final Set<String> NETWORK_CLASSES =
      Set.of("sun.nio.ch.Net", "java.net.Inet4AddressImpl", "java.net.Inet6AddressImpl");

  /** Longer than native code that reports on its use gathers what it then sends. */
  private static final String PATIENCE_SECONDS = "15";

  @TempDir Path folder;

  private Path model;

  @BeforeEach
  void saveModel() {
    model = folder.resolve("tiny.onnx");
    TinyNet.build(1).save(model);
  }

  @Test
  void journey_loadsNoClassOfTheNetwork() throws Exception {
    assertThat(networkClasses(ChildJvm.of(Journey.class), model.toString(), folder.toString(), "0"))
        .isEmpty();
  }

  @Test
  void doctor_loadsNoClassOfTheNetwork() throws Exception {
    assertThat(networkClasses(ChildJvm.of(Main.class), "doctor")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void dialling_loadsClassesOfTheNetwork(String way) throws Exception {
    assertThat(networkClasses(ChildJvm.of(Dialling.class), way))
        .contains("sun.nio.ch.Net")
        .hasSizeGreaterThan(1);
  }

  @Test
  void journey_sendsNothing() throws Exception {
    LonelyNetwork.assumePossible();
    assertThat(
            LonelyNetwork.sentBy(
                ChildJvm.of(Journey.class), model.toString(), folder.toString(), PATIENCE_SECONDS))
        .containsKeys("OutRequests", "OutNoRoutes")
        .allSatisfy((counter, packets) -> assertThat(packets).as(counter).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void dialling_isCounted(String way) throws Exception {
    LonelyNetwork.assumePossible();
    assertThat(LonelyNetwork.sentBy(ChildJvm.of(Dialling.class), way).get("OutNoRoutes"))
        .isPositive();
  }

  private List<String> networkClasses(ChildJvm jvm, String... arguments) throws Exception {
    Path log = folder.resolve("classes.log");
    ChildJvm.Result result = jvm.option("-Xlog:class+load:file=" + log + ":none").run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    List<String> loaded = Files.readAllLines(log).stream().map(line -> line.split(" ")[0]).toList();
    assertThat(loaded).contains("java.lang.Object");
    return loaded.stream().filter(NETWORK_CLASSES::contains).toList();
  }
}
