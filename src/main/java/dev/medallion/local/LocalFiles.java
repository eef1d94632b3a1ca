package dev.medallion.local;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, sums included, without the processes that it starts where its native
 * library is not to be had: {@code chmod} for each file and folder made, {@code readlink} for each
 * one renamed. Java's own calls do the same.
 */
public final class LocalFiles extends LocalFileSystem {
  /** Hadoop makes it by this. */
  public LocalFiles() {
    super(new Raw());
  }

  /** The same for Hadoop's other interface to files, which Spark's checkpoints use. */
  public static final class Context extends ChecksumFs {
    /** Hadoop makes it by this. */
    public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(new RawContext(uri, hadoop));
    }
  }

  private static final class RawContext extends DelegateToFileSystem {
    RawContext(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(uri, new Raw(), hadoop, "file", false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    /** The system decides, as it does with Hadoop's own: a colon is a letter like others. */
    @Override
    public boolean isValidName(String path) {
      return true;
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      var file = pathToFile(path).toPath();
      var attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (attributes == null || permission.getStickyBit()) {
        super.setPermission(path, permission);
      } else {
        attributes.setPermissions(PosixFilePermissions.fromString(permission.toString()));
      }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }
}
