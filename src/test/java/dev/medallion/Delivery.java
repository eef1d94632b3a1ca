package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Files laid into a landing folder, copies of them, and what is in them. */
public final class Delivery {
  private final Path copies;
  private final Path landing;
  private final Path archive;
  private final Contents contents = new Contents();

  public Delivery(Trial trial) throws IOException {
    this.copies = Files.createDirectories(trial.folder().resolve("delivered"));
    this.landing = Files.createDirectories(trial.landing());
    this.archive = trial.archive();
  }

  /** Makes one file of invoices and delivers it. */
  public void generate(String name, Mixture settings) throws IOException {
    int lines = Math.toIntExact(settings.count());
    try (var destination = new FolderDestination(copies, name, lines)) {
      new InvoiceGenerator(settings).generate(destination);
    }
    deliver(copies.resolve(name + "-00001.json"));
  }

  /** Delivers a copy of a file, which appears in one step under its own name. */
  public void deliver(Path file) throws IOException {
    Path name = file.getFileName();
    Path copy = copies.resolve(name);
    if (!copy.equals(file)) {
      Files.copy(file, copy);
    }
    read(copy);
    Path hidden = Files.copy(copy, landing.resolve("." + name));
    Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The folder of the copies. */
  public Path copies() {
    return copies;
  }

  public Contents contents() {
    return contents;
  }

  /** And nothing is left where it landed. */
  public void verifyArchive() throws IOException {
    assertThat(landing).isEmptyDirectory();
    List<Path> delivered = files(copies);
    assertThat(files(archive))
        .extracting(Path::getFileName)
        .containsExactlyElementsOf(delivered.stream().map(Path::getFileName).toList());
    for (Path file : delivered) {
      assertThat(archive.resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void read(Path file) throws IOException {
    String name = file.getFileName().toString();
    for (String line : Files.readAllLines(file)) {
      contents.add(name, line);
    }
  }
}
