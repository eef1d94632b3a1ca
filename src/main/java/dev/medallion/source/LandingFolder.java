package dev.medallion.source;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a landing folder and their way into the archive. Files and folders whose names start
 * with {@code .} or {@code _}, or end with HDFS's {@code ._COPYING_}, belong to whoever is writing
 * them and are not seen.
 *
 * <p>A file is moved in two steps: into a hidden folder of the archive, where it is compared with
 * what was read, then to its place. So a file that arrives under the same name at the last moment
 * is found out and put back, and a process that dies in between leaves a file that {@link #recover}
 * finds.
 */
final class LandingFolder {
  private static final String MOVING = "_moving";
  private static final String OTHER_DISK =
      "files cannot be moved in one step to the archive %s, which lies on another disk; choose one"
          + " on the same disk, or the folder _archive inside the landing folder";
  private static final Comparator<LandedFile> OLDEST_FIRST =
      Comparator.comparingLong(LandedFile::modified).thenComparing(LandedFile::name);

  private final Path folder;
  private final Path archive;
  private final FileSystem files;

  LandingFolder(String folder, String archive, Configuration hadoop) {
    try {
      this.files = files(new Path(folder), hadoop);
      this.folder = files.makeQualified(new Path(folder));
      this.archive = files.makeQualified(new Path(archive));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The file system of a landed file. Hadoop's local one looks for a checksum beside each file, and
   * fails on names that it cannot form one for; the files that land here have none.
   */
  static FileSystem files(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  /** The folder itself, with its file system. */
  String uri() {
    return folder.toString();
  }

  /** Whether the folder itself is there. */
  boolean exists() {
    return status(folder).isPresent();
  }

  /** All files that are there, oldest first; none while the folder does not exist. */
  List<LandedFile> list() {
    List<LandedFile> found = new ArrayList<>();
    collect(folder, found);
    found.sort(OLDEST_FIRST);
    return found;
  }

  /** The file of that name as it is now. */
  Optional<LandedFile> find(String name) {
    return status(path(name)).map(status -> landed(name, status));
  }

  /** Where a file of that name lies. */
  Path path(String name) {
    return below(folder, name);
  }

  /** How a file's move to the archive ended. */
  enum Move {
    /** It lies in the archive under its name. */
    ARCHIVED,
    /** It lies in the archive under another name: one of its name had been there. */
    ARCHIVED_AGAIN,
    /** It is not what was read; it stays in the landing folder. */
    CHANGED,
    /** It is in neither place that this call could move it from. */
    GONE
  }

  /** Moves a file to the archive, provided that it still is what was read. */
  Move archive(LandedFile read) {
    Optional<LandedFile> now = find(read.name());
    if (now.isEmpty()) {
      return Move.GONE;
    }
    if (!now.get().equals(read)) {
      return Move.CHANGED;
    }
    Path moving = moving(read.name());
    if (rename(path(read.name()), moving)) {
      Failpoint.at(Phase.IN_ARCHIVE);
      return settle(read, moving);
    }
    if (find(read.name()).isPresent()) {
      throw unmoved(path(read.name()), moving);
    }
    return Move.GONE;
  }

  /** Ends the move of a file that an earlier process left half-way. */
  Optional<Move> recover(LandedFile read) {
    Path moving = moving(read.name());
    return status(moving).map(status -> settle(read, moving));
  }

  /** Removes the hidden folder of moves once nothing is in it. */
  void tidy() {
    try {
      Path moves = new Path(archive, MOVING);
      if (files.exists(moves) && !files.listStatusIterator(moves).hasNext()) {
        files.delete(moves, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Move settle(LandedFile read, Path moving) {
    LandedFile moved = landed(read.name(), status(moving).orElseThrow());
    if (moved.size() != read.size() || keepsTimes() && moved.modified() != read.modified()) {
      putBack(read.name(), moving);
      return Move.CHANGED;
    }
    Path place = below(archive, read.name());
    Path free = free(archive, read.name());
    if (!rename(moving, free)) {
      throw unmoved(moving, free);
    }
    return free.equals(place) ? Move.ARCHIVED : Move.ARCHIVED_AGAIN;
  }

  private void putBack(String name, Path moving) {
    Path home = free(folder, name);
    if (!rename(moving, home)) {
      throw unmoved(moving, home);
    }
  }

  private static UncheckedIOException unmoved(Path from, Path to) {
    return new UncheckedIOException(
        new IOException(
            "cannot move " + from + " to " + to + "; check the rights on both folders"));
  }

  /** Object stores copy to rename, which makes a new time. */
  private boolean keepsTimes() {
    return List.of("file", "hdfs", "abfs", "abfss", "dbfs").contains(files.getUri().getScheme());
  }

  private Path moving(String name) {
    return below(new Path(archive, MOVING), name);
  }

  /** The path of that name, or with a number behind it the first that is free. */
  private Path free(Path parent, String name) {
    Path path = below(parent, name);
    for (int number = 2; status(path).isPresent(); number++) {
      path = below(parent, name + "." + number);
    }
    return path;
  }

  /** A name may hold a colon, which a path made from text would take for the end of a scheme. */
  private static Path below(Path parent, String name) {
    return new Path(parent, new Path(null, null, name));
  }

  /** Moves in one step; false if there is nothing to move. */
  private boolean rename(Path from, Path to) {
    try {
      files.mkdirs(to.getParent());
      if (files instanceof RawLocalFileSystem local) {
        Files.move(local.pathToFile(from).toPath(), local.pathToFile(to).toPath(), ATOMIC_MOVE);
        return true;
      }
      return files.rename(from, to);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return false;
    } catch (AtomicMoveNotSupportedException e) {
      throw new UncheckedIOException(
          new IOException(folder + ": " + OTHER_DISK.formatted(archive), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(Path below, List<LandedFile> found) {
    try {
      for (FileStatus status : files.listStatus(below, path -> !isHidden(path))) {
        if (status.isFile()) {
          found.add(landed(relative(status.getPath()), status));
        } else if (!status.getPath().equals(archive)) {
          collect(status.getPath(), found);
        }
      }
    } catch (FileNotFoundException e) {
      // The folder is not there yet, or was removed while it was listed: there is nothing in it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHidden(Path path) {
    String name = path.getName();
    return name.startsWith(".") || name.startsWith("_") || name.endsWith("._COPYING_");
  }

  private String relative(Path path) {
    return folder.toUri().relativize(path.toUri()).getPath();
  }

  private Optional<FileStatus> status(Path path) {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LandedFile landed(String name, FileStatus status) {
    return new LandedFile(name, status.getLen(), status.getModificationTime());
  }

  @Override
  public String toString() {
    return "landing folder " + folder;
  }
}
