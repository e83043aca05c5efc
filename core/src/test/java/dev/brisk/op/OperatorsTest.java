package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OperatorsTest {
  @Test
  void eachName_isListedOnce() {
    List<String> names = Operators.all().stream().map(it -> it.domain() + ":" + it.type()).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(Operators.find("", "Conv")).isInstanceOf(Conv.class);
    assertThat(Operators.find("", "NoSuch")).isNull();
    assertThat(Operators.find("com.example", "Conv")).isNull();
  }

  @Test
  void eachFile_isListed() throws Exception {
    Set<Class<?>> listed = new HashSet<>();
    Operators.all().forEach(operator -> listed.add(operator.getClass()));
    List<Class<?>> operators =
        classes().filter(type -> Operator.class.isAssignableFrom(type)).toList();
    assertThat(operators).hasSizeGreaterThan(60);
    assertThat(operators)
        .filteredOn(type -> !type.isInterface())
        .allSatisfy(type -> assertThat(listed).contains(type));
  }

  @Test
  void eachPattern_isOfAnOperatorOfItsName() throws Exception {
    Set<Class<?>> known = new HashSet<>();
    for (Operator operator : Operators.all()) {
      Pattern pattern = operator.pattern();
      if (pattern != null) {
        known.add(pattern.getClass());
        String name = pattern.getClass().getSimpleName().replace("Pattern", "");
        assertThat(operator.getClass().getSimpleName()).endsWith(name);
      }
    }
    List<Class<?>> patterns =
        classes().filter(type -> Pattern.class.isAssignableFrom(type)).toList();
    assertThat(patterns)
        .filteredOn(type -> !type.isInterface())
        .hasSizeGreaterThan(3)
        .allSatisfy(type -> assertThat(known).contains(type));
  }

  private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Operator.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/brisk/op");
    return Files.list(folder)
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
        .map(name -> load("dev.brisk.op." + name.replace(".class", "")));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
