package dev.medallion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The packages keep to their layers; the layout stands here and in {@code package-info.java} of the
 * root.
 */
class LayersTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String ROOT = "dev.medallion";
  private static final Map<String, Integer> LAYERS =
      Map.ofEntries(
          Map.entry("config", 0),
          Map.entry("fault", 0),
          Map.entry("local", 1),
          Map.entry("jdbc", 1),
          Map.entry("checkpoint", 1),
          Map.entry("delta", 1),
          Map.entry("decode", 1),
          Map.entry("kafka", 1),
          Map.entry("source", 2),
          Map.entry("transform", 2),
          Map.entry("sink", 2),
          Map.entry("tracking", 2),
          Map.entry("generate", 2),
          Map.entry("pipeline", 3),
          Map.entry("reconcile", 4),
          Map.entry("cli", 5));
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> importsOnlyFromStrictlyLowerLayers() {
    return LAYERS.keySet().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(lowerImportsOnly(name))));
  }

  @Test
  void everyPackageHasALayer() {
    assertThat(
            CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
                .distinct())
        .isSubsetOf(LAYERS.keySet());
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    var elsewhere = noClasses().that().resideOutsideOfPackage(ROOT + ".cli..");
    check(elsewhere.should().callMethod(System.class, "exit", int.class));
    check(elsewhere.should().callMethod(Runtime.class, "exit", int.class));
    var real = noClasses().that().resideOutsideOfPackages(ROOT + ".fault..", ROOT + ".cli..");
    check(real.should().callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void namesSayWhatATypeIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching("(.*[.$])?(Abstract[^.$]*|[^.$]*(Utils?|Helper|Manager))"));
  }

  @Test
  void everyPackageSaysWhatBelongsThere() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .map(Path::getParent)
                  .distinct())
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }

  @Test
  void everyFileFitsOnAFewScreens() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(300));
    }
  }

  private static ArchRule lowerImportsOnly(String name) {
    String[] forbidden =
        LAYERS.keySet().stream()
            .filter(other -> !other.equals(name) && LAYERS.get(other) >= LAYERS.get(name))
            .map(LayersTest::pattern)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(pattern(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }

  private static String pattern(String name) {
    return ROOT + "." + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
