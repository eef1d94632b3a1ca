package dev.medallion.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import io.delta.storage.HDFSLogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Delta's log on a local file system, where of two writers of one version exactly one wins, be they
 * threads or processes. Delta's own store looks first and renames then. What is written is the same
 * file, which every reader knows.
 */
public final class LinkedLogStore extends HDFSLogStore {
  /** Delta makes its stores by this. */
  public LinkedLogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop)
      throws IOException {
    if (overwrite) {
      super.write(path, actions, true, hadoop);
      return;
    }
    RawLocalFileSystem files = Links.local(path, hadoop);
    Path hidden = createTempPath(path);
    try {
      write(files, hidden, actions);
      Failpoint.at(Phase.BEFORE_RENAME, IOException::new);
      commit(files, hidden, path);
      Failpoint.at(Phase.AFTER_RENAME, IOException::new);
    } finally {
      files.delete(hidden, false);
    }
  }

  private static void write(RawLocalFileSystem files, Path path, Iterator<String> lines)
      throws IOException {
    try (var out = files.create(path, false)) {
      while (lines.hasNext()) {
        out.write((lines.next() + "\n").getBytes(UTF_8));
      }
    }
  }

  private static void commit(RawLocalFileSystem files, Path hidden, Path path) throws IOException {
    var from = files.pathToFile(hidden).toPath();
    var to = files.pathToFile(path).toPath();
    if (Links.link(from, to) == Links.Outcome.UNKNOWN_HERE) {
      rename(files, hidden, path);
    }
  }

  private static void rename(RawLocalFileSystem files, Path hidden, Path path) throws IOException {
    if (files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (!files.rename(hidden, path)) {
      throw new IOException("cannot rename " + hidden + " to " + path);
    }
  }
}
