package dev.medallion.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.FileContextBasedCheckpointFileManager;

/**
 * Spark's files of a checkpoint. On a local file system exactly one of two writers of one file
 * wins; on any other this is what Spark itself would use there.
 */
public final class LinkedCheckpointFiles implements CheckpointFileManager {
  private static final String SETTING = "spark.sql.streaming.checkpointFileManagerClass";

  private final CheckpointFileManager files;

  /** Spark makes its managers by this. */
  public LinkedCheckpointFiles(Path folder, Configuration hadoop) throws IOException {
    if (Links.areAt(folder, hadoop)) {
      this.files = new Linked(folder, hadoop);
    } else {
      Configuration own = new Configuration(hadoop);
      own.unset(SETTING);
      this.files = CheckpointFileManager.create(folder, own);
    }
  }

  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
    return files.createAtomic(path, overwriteIfPossible);
  }

  @Override
  public FSDataInputStream open(Path path) {
    return files.open(path);
  }

  @Override
  public FileStatus[] list(Path path, PathFilter filter) {
    return files.list(path, filter);
  }

  @Override
  public void mkdirs(Path path) {
    files.mkdirs(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public void delete(Path path) {
    files.delete(path);
  }

  @Override
  public boolean isLocal() {
    return files.isLocal();
  }

  @Override
  public Path createCheckpointDirectory() {
    return files.createCheckpointDirectory();
  }

  /** Spark's own way, but for the step that gives a new file its name. */
  private static final class Linked extends FileContextBasedCheckpointFileManager {
    private final Configuration hadoop;

    Linked(Path folder, Configuration hadoop) {
      super(folder, hadoop);
      this.hadoop = hadoop;
    }

    @Override
    public void renameTempFile(Path from, Path to, boolean overwriteIfPossible) {
      if (!overwriteIfPossible && isLinked(from, to)) {
        delete(from);
      } else {
        forgetSum(to, overwriteIfPossible);
        super.renameTempFile(from, to, overwriteIfPossible);
      }
    }

    @Override
    public boolean isLocal() {
      return true;
    }

    /** That of what is overwritten: Hadoop would move the new file before its sum. */
    private void forgetSum(Path to, boolean overwrites) {
      try {
        if (overwrites) {
          Files.deleteIfExists(Links.sum(Links.local(to, hadoop).pathToFile(to).toPath()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Hadoop reads a file without a sum as well, should the process die just before. */
    private static void moveSum(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
      var sum = Links.sum(from);
      if (Files.exists(sum)) {
        Files.move(sum, Links.sum(to), StandardCopyOption.REPLACE_EXISTING);
      }
    }

    /** False where the name is taken, too: Spark's own way then says so in its own words. */
    private boolean isLinked(Path from, Path to) {
      try {
        RawLocalFileSystem local = Links.local(to, hadoop);
        var hidden = local.pathToFile(from).toPath();
        var file = local.pathToFile(to).toPath();
        boolean linked = Links.link(hidden, file) == Links.Outcome.LINKED;
        if (linked) {
          moveSum(hidden, file);
        }
        return linked;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
