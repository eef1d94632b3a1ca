package dev.medallion.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a file that is written in whole under its name on a local file system, in one step that
 * fails where the name is taken: a second, hard link. To look whether a name is free and to rename
 * then, as Hadoop does it, lets two writers who look at once both go on, and the later one's file
 * takes the place of the earlier one's.
 */
final class Links {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private Links() {}

  /** How an attempt to link ended; a name that is taken is an exception. */
  enum Outcome {
    LINKED,
    /** The file system has no links, or not between these places. */
    UNKNOWN_HERE
  }

  /**
   * Gives a file a second name; the first is the caller's to delete.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  static Outcome link(Path from, Path to) throws IOException {
    // Hadoop's sum of an earlier file of that name, were one left, would not be this one's.
    if (Files.notExists(to)) {
      Files.deleteIfExists(sum(to));
    }
    try {
      Files.createLink(to, from);
      return Outcome.LINKED;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (areKnown(from)) {
        throw e;
      }
      LOG.warn(
          "the file system of {} has no hard links, so that of two writers of one file the later"
              + " one would win; let only one process write there",
          to);
      return Outcome.UNKNOWN_HERE;
    }
  }

  /** Where Hadoop keeps the sum of a file. */
  static Path sum(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  private static boolean areKnown(Path file) throws IOException {
    Path link = file.resolveSibling(file.getFileName() + ".link");
    try {
      Files.createLink(link, file);
      return true;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    } finally {
      Files.deleteIfExists(link);
    }
  }

  /** Whether a path is on a local file system. */
  static boolean areAt(org.apache.hadoop.fs.Path path, Configuration hadoop) throws IOException {
    return raw(path, hadoop) instanceof RawLocalFileSystem;
  }

  /** The local file system of a path without its sums, which a link would not take with it. */
  static RawLocalFileSystem local(org.apache.hadoop.fs.Path path, Configuration hadoop)
      throws IOException {
    if (raw(path, hadoop) instanceof RawLocalFileSystem local) {
      return local;
    }
    throw new IOException(path + " is on no local file system, where alone this is of use");
  }

  private static FileSystem raw(org.apache.hadoop.fs.Path path, Configuration hadoop)
      throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
