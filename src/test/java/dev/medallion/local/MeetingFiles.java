package dev.medallion.local;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files whose renames wait for each other: what was looked at before each is past then. */
public final class MeetingFiles extends DelegateToFileSystem {
  private static final CyclicBarrier MEETING = new CyclicBarrier(2);

  /** Hadoop makes it by this. */
  public MeetingFiles(URI uri, Configuration hadoop) throws Exception {
    super(uri, new Meeting(), hadoop, "file", false);
  }

  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.AbstractFileSystem.file.impl", MeetingFiles.class.getName());
    return hadoop;
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }

  private static final class Meeting extends RawLocalFileSystem {
    @Override
    public boolean rename(Path from, Path to) throws IOException {
      try {
        MEETING.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IOException(e);
      }
      return super.rename(from, to);
    }
  }
}
