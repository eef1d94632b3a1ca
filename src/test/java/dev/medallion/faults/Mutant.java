package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The program with one guard taken out, which children run in its stead. */
final class Mutant {
  private static final Path MAIN = Path.of("src/main/java/dev/medallion");

  private final Guard guard;
  private final Path folder;

  private Mutant(Guard guard, Path folder) {
    this.guard = guard;
    this.folder = folder;
  }

  /**
   * Compiles the class again without the guard.
   *
   * @param folder takes the classes and the agent that loads them
   */
  static Mutant without(Guard guard, Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("mutant/source"));
    Path changed = source.resolve(Path.of(guard.type() + ".java").getFileName());
    Files.writeString(changed, changed(guard));
    Path classes = Files.createDirectories(folder.resolve("mutant/classes"));
    compile(changed, classes);
    pack(folder.resolve("mutant/agent.jar"));
    return new Mutant(guard, folder);
  }

  /** A guard that is not where it was would be no guard taken out. */
  private static String changed(Guard guard) throws IOException {
    String text = Files.readString(MAIN.resolve(guard.type() + ".java"));
    assertThat(text).containsOnlyOnce(guard.text());
    return text.replace(guard.text(), guard.without());
  }

  /** Against what the child runs, in which some libraries have other names. */
  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String libraries = Files.readString(Path.of("target/spark.classpath")).strip();
    String classPath = System.getProperty("medallion.all.jar") + ":" + libraries;
    var options = List.of("-parameters", "-proc:none", "-cp", classPath, "-d", classes.toString());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source));
      assertThat(task.call()).as("%s is compiled", source).isTrue();
    }
  }

  private static void pack(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", OtherClasses.class.getName());
    String agent = OtherClasses.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        var packed = new JarOutputStream(out, manifest);
        var content = Mutant.class.getClassLoader().getResourceAsStream(agent)) {
      packed.putNextEntry(new JarEntry(agent));
      content.transferTo(packed);
    }
  }

  /**
   * The environment of a child that runs it, with a failpoint; without an archive of classes, under
   * which a JVM with an agent dies.
   */
  Map<String, String> environment(String failpoint) {
    String agent = " -javaagent:%s/mutant/agent.jar=%s/mutant/classes".formatted(folder, folder);
    String options = "JDK_JAVA_OPTIONS";
    return Map.of(
        options,
        Phases.environment(failpoint).get(options) + agent,
        "JAVA_TOOL_OPTIONS",
        "-XX:+IgnoreUnrecognizedVMOptions");
  }

  /** The child came to the class in which the guard would be. */
  void requireLoadedBy(Child child) {
    assertThat(child.output()).contains("instead: dev/medallion/" + guard.type());
  }

  /**
   * Adds to the table what the fault left, if that is wrong in these ways and in no other.
   *
   * @param also what showed besides that the guard was missing
   */
  void left(Verdict verdict, String also, Wrong... ways) {
    assertThat(Wrong.of(verdict)).as("%s", verdict).containsExactlyInAnyOrder(ways);
    FaultTable.add(guard, verdict, also);
  }
}
