package dev.medallion.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDestinationTest {
  @TempDir Path folder;

  @Test
  void fileIsHiddenUntilItIsWhole() throws IOException {
    try (var destination = new FolderDestination(folder, "invoices", 2)) {
      destination.take("store", "a");
      assertThat(names()).containsExactly(".invoices-00001.json");
      destination.take("store", "b");
      assertThat(names()).containsExactly("invoices-00001.json");
      destination.take("store", "c");
      assertThat(names()).containsExactly(".invoices-00002.json", "invoices-00001.json");
      assertThat(destination.finish()).isEqualTo(2);
    }
    assertThat(names()).containsExactly("invoices-00001.json", "invoices-00002.json");
    assertThat(folder.resolve("invoices-00001.json")).hasContent("a\nb\n");
    assertThat(folder.resolve("invoices-00002.json")).hasContent("c\n");
  }

  @Test
  void unfinishedFileIsGivenUpOnClose() throws IOException {
    try (var destination = new FolderDestination(folder, "invoices", 2)) {
      destination.take("store", "a");
      destination.take("store", "b");
      destination.take("store", "c");
    }
    assertThat(names()).containsExactly("invoices-00001.json");
  }

  @Test
  void noLinesMakeNoFile() throws IOException {
    try (var destination = new FolderDestination(folder.resolve("new"), "invoices", 2)) {
      assertThat(destination.finish()).isZero();
    }
    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @Test
  void fileThatStandsThereIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("invoices-00001.json"), "mine");
    try (var destination = new FolderDestination(folder, "invoices", 2)) {
      assertThatThrownBy(() -> destination.take("store", "a"))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessage(
              file + ": stands there already; name the new files otherwise, or empty the folder");
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void leftoverOfAKilledRunIsReplaced() throws IOException {
    Files.writeString(folder.resolve(".invoices-00001.json"), "half of a li");
    try (var destination = new FolderDestination(folder, "invoices", 2)) {
      destination.take("store", "a");
      destination.finish();
    }
    assertThat(folder.resolve("invoices-00001.json")).hasContent("a\n");
    assertThat(names()).containsExactly("invoices-00001.json");
  }

  @Test
  void anotherStemKeepsRunsApart() throws IOException {
    for (String stem : List.of("invoices", "second-invoices")) {
      try (var destination = new FolderDestination(folder, stem, 1_000)) {
        var generated = new InvoiceGenerator(Mixture.clean(2_500, 1)).generate(destination);
        assertThat(generated.files()).isEqualTo(3);
      }
    }
    assertThat(names()).hasSize(6).contains("invoices-00003.json", "second-invoices-00003.json");
    assertThat(folder.resolve("invoices-00002.json"))
        .hasSameBinaryContentAs(folder.resolve("second-invoices-00002.json"));
  }

  @Test
  void namesAndSizesThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> new FolderDestination(folder, "_x", 1))
        .hasMessage(
            "file names: '_x' would be hidden from jobs or lie elsewhere; begin with a letter, without '/'");
    assertThatThrownBy(() -> new FolderDestination(folder, "x", 0))
        .hasMessage("lines per file: 0; at least 1");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
