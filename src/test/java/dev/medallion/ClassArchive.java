package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The classes that every start loads, in a form that a JVM maps instead of reading them. With
 * {@code -Pfaults}, which starts hundreds of processes, one of them makes it for all others.
 */
final class ClassArchive {
  private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
  private static final boolean WANTED =
      !System.getProperty("medallion.faults.document", "").isEmpty();
  private static final String JAR = System.getProperty("medallion.all.jar", "");

  private ClassArchive() {}

  /** The environment by which a JVM uses it; empty where it is not wanted. */
  static Map<String, String> environment() {
    return WANTED ? Map.of("JAVA_TOOL_OPTIONS", "-XX:SharedArchiveFile=" + made()) : Map.of();
  }

  /** An archive of an older JAR would not be used. */
  private static synchronized Path made() {
    try {
      Files.createDirectories(FOLDER);
      try (var lock =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock.lock()) {
        Path archive = FOLDER.resolve(Files.getLastModifiedTime(Path.of(JAR)).toMillis() + ".jsa");
        if (Files.notExists(archive)) {
          make(archive);
        }
        return archive;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void make(Path archive) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(FOLDER, "run-");
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Path part = folder.resolve("part.jsa");
    end(folder, Map.of(), List.of("generate", "invoices", "--count", "50", "--to", "" + landing));
    end(
        folder,
        Map.of("JAVA_TOOL_OPTIONS", "-XX:ArchiveClassesAtExit=" + part),
        List.of(
            "run",
            "conf/invoices.conf",
            "--available-now",
            "--set",
            "lake=" + folder.resolve("lake"),
            "--set",
            "jobs.bronze.source.path=" + landing));
    Files.move(part, archive);
  }

  private static void end(Path folder, Map<String, String> environment, List<String> arguments)
      throws InterruptedException {
    try (Child child = Child.startPlain(folder, environment, arguments)) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
  }
}
