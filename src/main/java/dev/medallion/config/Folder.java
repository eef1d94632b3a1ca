package dev.medallion.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The folder of a configuration file: the only one that other files are read from. */
final class Folder {
  private final Path main;

  /** The folder that holds this file. */
  Folder(Path main) {
    this.main = main;
  }

  /** Whether a name, without looking at any file, stays below the folder it is relative to. */
  static boolean staysBelow(String name) {
    boolean url = name.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    boolean climbs = Arrays.asList(name.split("/")).contains("..");
    return !url && !climbs && !name.startsWith("/") && name.indexOf(0) < 0;
  }

  /** Whether an existing file is really below this folder, whatever links lead to it. */
  boolean holds(Path file) {
    Optional<Path> folder = real(main.toAbsolutePath().getParent());
    return real(file).filter(path -> folder.filter(path::startsWith).isPresent()).isPresent();
  }

  /** An existing file with all links followed. */
  static Optional<Path> real(Path file) {
    try {
      return Optional.of(file.toRealPath());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * A text such as SQL or a schema: from this folder, else {@code sql/<name>} of the class path;
   * nothing if it is in neither, or the name leads out of both.
   */
  Optional<String> text(String name) {
    return staysBelow(name) ? file(name).or(() -> resource(name)) : Optional.empty();
  }

  private static Optional<String> resource(String name) {
    ClassLoader loader = Folder.class.getClassLoader();
    try (InputStream stream = loader.getResourceAsStream("sql/" + name)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException("cannot read the resource sql/" + name, fault);
    }
  }

  private Optional<String> file(String name) {
    Path file = main.resolveSibling(name);
    return Files.isRegularFile(file) && holds(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** The text of a file that is named as the user typed it. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException fault) {
      Problem problem = Place.file(file.toString()).problem("", reason(fault));
      throw new ConfigurationException(List.of(problem));
    }
  }

  private static String reason(IOException fault) {
    if (fault instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (fault instanceof AccessDeniedException) {
      return "the file may not be read; grant this user the right to";
    }
    return fault instanceof CharacterCodingException
        ? "the file is not UTF-8 text; save it as UTF-8"
        : "cannot be read as a file: " + fault.getMessage();
  }
}
