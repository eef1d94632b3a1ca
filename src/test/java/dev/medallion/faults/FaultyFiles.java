package dev.medallion.faults;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * The files of this machine once more, under a scheme of its own; to make or to rename one fails
 * when it is planned to, as it does on a disk that is full.
 */
public final class FaultyFiles extends RawLocalFileSystem {
  static final String SCHEME = "faulty";
  private static volatile Plan plan = Plan.NONE;

  /** Which of the steps on which files fails. */
  record Plan(Predicate<String> files, long first, boolean lasting, AtomicLong steps) {
    static final Plan NONE = new Plan(file -> false, 1, false, new AtomicLong());

    void step(Path path) throws IOException {
      if (files.test(path.toString())) {
        long step = steps.incrementAndGet();
        if (step == first || lasting && step > first) {
          throw new IOException("No space left on device: " + path);
        }
      }
    }

    boolean happened() {
      return steps.get() >= first;
    }
  }

  /** Makes the scheme known to a session that is there already. */
  static void register(SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    hadoop.set("fs.faulty.impl", FaultyFiles.class.getName());
    hadoop.set("fs.AbstractFileSystem.faulty.impl", Context.class.getName());
    SparkEnv.get()
        .conf()
        .set("spark.delta.logStore.faulty.impl", "dev.medallion.local.LinkedLogStore");
  }

  static void plan(Plan next) {
    plan = next;
  }

  static Plan plan() {
    return plan;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    plan.step(path);
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    plan.step(path);
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    plan.step(to);
    return super.rename(from, to);
  }

  /** The same for Hadoop's other interface to files, which Spark's checkpoints use. */
  public static final class Context extends DelegateToFileSystem {
    /** Hadoop makes it by this. */
    public Context(URI uri, Configuration hadoop) throws Exception {
      super(uri, made(hadoop), hadoop, SCHEME, false);
    }

    private static FileSystem made(Configuration hadoop) throws IOException {
      FaultyFiles files = new FaultyFiles();
      files.initialize(URI.create(SCHEME + ":///"), hadoop);
      return files;
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }
  }
}
