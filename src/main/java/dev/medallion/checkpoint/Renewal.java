package dev.medallion.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Puts a new checkpoint in the place of an old one, in steps, each of which may be the last: {@link
 * #begin} makes the old one unfit to be gone on from, {@link #moveAside} keeps it under another
 * name, {@link #create} makes the new one. Begun anew, the steps do what is left to do.
 */
public final class Renewal {
  /** The file that shows that the old checkpoint is on its way out. */
  static final String BEGUN = "reset-begun";

  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final FileSystem files;
  private final Checkpoint checkpoint;

  /**
   * @param folder of the checkpoint, on any Hadoop file system; it need not exist
   */
  public Renewal(String folder, Configuration hadoop) {
    this.checkpoint = new Checkpoint(folder, hadoop);
    this.folder = new Path(folder);
    try {
      this.files = this.folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No run goes on from the old checkpoint from here on. */
  public void begin() {
    if (exists()) {
      checkpoint.note(BEGUN, "");
    }
  }

  /**
   * Moves the old checkpoint away.
   *
   * @return where it is now, or a word that says that there was none
   */
  public String moveAside(Instant now) {
    if (!exists()) {
      return "none";
    }
    Path aside = folder.suffix("." + SUFFIX.format(now));
    try {
      if (!files.rename(folder, aside)) {
        throw new IOException("cannot move " + folder + " to " + aside);
      }
      files.delete(new Path(aside, BEGUN), false);
      return aside.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a checkpoint that has no batch yet. */
  public void create(UUID query) {
    checkpoint.note("metadata", "{\"id\":\"" + query + "\"}");
  }

  private boolean exists() {
    try {
      return files.exists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
