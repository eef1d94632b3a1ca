package dev.medallion.generate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files of newline-delimited JSON in one folder: {@code <stem>-00001.json}, {@code
 * <stem>-00002.json} and so on. Each is written under its name with a dot before it, which readers
 * of folders pass over, and renamed in one step when it is full, so that a running job never reads
 * half a file. A file that stands there already is never overwritten.
 */
public final class FolderDestination implements Destination {
  private final Path folder;
  private final String stem;
  private final int linesPerFile;
  private BufferedWriter writer;
  private int lines;
  private int files;

  /**
   * Makes the folder if it is missing.
   *
   * @param stem begins every file name; another one keeps a second run apart from the first
   * @param linesPerFile at least 1
   */
  public FolderDestination(Path folder, String stem, int linesPerFile) throws IOException {
    if (linesPerFile < 1) {
      throw new IllegalArgumentException("lines per file: " + linesPerFile + "; at least 1");
    }
    if (stem.isEmpty() || stem.startsWith(".") || stem.startsWith("_") || stem.contains("/")) {
      throw new IllegalArgumentException(
          "file names: '"
              + stem
              + "' would be hidden from jobs or lie elsewhere; begin with a letter, without '/'");
    }
    this.folder = Files.createDirectories(folder);
    this.stem = stem;
    this.linesPerFile = linesPerFile;
  }

  @Override
  public void take(String key, String line) throws IOException {
    if (writer == null) {
      open();
    }
    writer.write(line);
    writer.write('\n');
    if (++lines == linesPerFile) {
      publish();
    }
  }

  @Override
  public int finish() throws IOException {
    if (writer != null) {
      publish();
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
      Files.delete(hidden());
    }
  }

  private void open() throws IOException {
    if (Files.exists(visible())) {
      throw new FileAlreadyExistsException(
          visible().toString(),
          null,
          "stands there already; name the new files otherwise, or empty the folder");
    }
    writer = Files.newBufferedWriter(hidden());
    lines = 0;
  }

  private void publish() throws IOException {
    writer.close();
    writer = null;
    Files.move(hidden(), visible(), StandardCopyOption.ATOMIC_MOVE);
    files++;
  }

  private Path visible() {
    return folder.resolve(fileName());
  }

  private Path hidden() {
    return folder.resolve("." + fileName());
  }

  private String fileName() {
    return String.format("%s-%05d.json", stem, files + 1);
  }
}
