package dev.brisk.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> IN_A_LIBRARY =
      describe(
          "are in a library",
          type ->
              ProjectModules.of(type).filter(name -> !name.equals("dev.brisk.cli")).isPresent());

  private static final Set<String> NOT_TO_THE_BIT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  @Test
  void everyModule_isSeen() {
    assertThat(ProjectModules.all()).hasSameSizeAs(ProjectModules.sourceFolders());
    assertThat(ProjectModules.classes()).hasSizeGreaterThan(200);
  }

  @Test
  void packages_haveNoCycles() {
    slices()
        .assignedFrom(new PackagesBehindTheFacade())
        .should()
        .beFreeOfCycles()
        .check(ProjectModules.classes());
  }

  @Test
  void internalPackages_areExportedToNamedModulesOnly() {
    Stream<Exports> exports =
        ProjectModules.all().values().stream()
            .flatMap(module -> module.descriptor().exports().stream());
    assertThat(exports)
        .filteredOn(export -> ("." + export.source() + ".").contains(".internal."))
        .allSatisfy(export -> assertThat(export.isQualified()).as(export.source()).isTrue())
        .flatExtracting(Exports::targets)
        .allSatisfy(target -> assertThat(target).startsWith("dev.brisk."));
  }

  @Test
  void coreModule_requiresNothing() {
    assertThat(ProjectModules.all().get("dev.brisk.core").descriptor().requires())
        .filteredOn(required -> !required.name().equals("java.base"))
        .allSatisfy(
            required ->
                assertThat(required.modifiers())
                    .as(required.name())
                    .contains(ModuleDescriptor.Requires.Modifier.STATIC));
  }

  @Test
  void everyPackage_isNullMarked() {
    Stream<JavaPackage> packages =
        ProjectModules.classes().stream().map(JavaClass::getPackage).distinct();
    assertThat(packages)
        .allSatisfy(
            found ->
                assertThat(found.isAnnotatedWith(NullMarked.class)).as(found.getName()).isTrue());
  }

  @Test
  void libraries_printNothing() {
    noClasses().that(IN_A_LIBRARY).should(ACCESS_STANDARD_STREAMS).check(ProjectModules.classes());
  }

  @Test
  void nothing_throwsGenericExceptions() {
    noClasses()
        .that()
        // Its Throwable holds the place where a value was made and is never thrown.
        .doNotHaveFullyQualifiedName("dev.brisk.internal.Leaks")
        .should(THROW_GENERIC_EXCEPTIONS)
        .check(ProjectModules.classes());
  }

  @Test
  void nothing_setsSystemProperties() {
    noClasses()
        .that()
        // ONNX Runtime takes the place of its native libraries from a property alone.
        .resideOutsideOfPackage("dev.brisk.backend.cpu")
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(ProjectModules.classes());
  }

  /** Java lets these differ in the last bit between machines and versions; StrictMath does not. */
  @Test
  void quantization_hangsOnNoMachinesMath() {
    noClasses()
        .that()
        .resideInAPackage("dev.brisk.quantization..")
        .should()
        .callMethodWhere(
            describe(
                "Math.exp and its like are called",
                call ->
                    call.getTargetOwner().isEquivalentTo(Math.class)
                        && NOT_TO_THE_BIT.contains(call.getName())))
        .check(ProjectModules.classes());
  }

  @Test
  void names_sayWhatATypeIs() {
    classes()
        .should()
        .haveNameNotMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)")
        .check(ProjectModules.classes());
  }

  /** A slice for each package but {@code dev.brisk}, which speaks for the packages behind it. */
  private static final class PackagesBehindTheFacade implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().equals("dev.brisk")
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages behind the facade";
    }
  }
}
