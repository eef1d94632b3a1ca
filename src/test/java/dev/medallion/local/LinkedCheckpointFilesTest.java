package dev.medallion.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.FileContextBasedCheckpointFileManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedCheckpointFilesTest {
  private static final int FILES = 20;

  private final Configuration hadoop = new Configuration();
  @TempDir java.nio.file.Path folder;

  @Test
  void ofTwoWritersOfAFileOneWins() throws Exception {
    var files = new LinkedCheckpointFiles(path(""), hadoop);
    for (int file = 0; file < FILES; file++) {
      assertThat(winners(files, file)).isEqualTo(1);
    }
  }

  /** The fault that the other test is about, where both have looked before either renames. */
  @Test
  void inSparksOwnFilesBothWin() throws Exception {
    Configuration meeting = MeetingFiles.configuration();
    var sparks = new FileContextBasedCheckpointFileManager(path(""), meeting);
    assertThat(winners(sparks, 0)).isEqualTo(2);
  }

  @Test
  void aFileOfAnotherSchemeIsWrittenInSparksOwnWay() throws Exception {
    hadoop.set("spark.sql.streaming.checkpointFileManagerClass", "not.this.one");
    hadoop.set("fs.viewfs.mounttable.x.link./y", folder.toUri().toString());
    var files = new LinkedCheckpointFiles(new Path("viewfs://x/y"), hadoop);
    assertThat(wins(files, new Path("viewfs://x/y/0"), "0")).isTrue();
    assertThat(folder.resolve("0")).hasContent("0");
  }

  @Test
  void whatIsToBeReplacedIsReplaced() throws Exception {
    var files = new LinkedCheckpointFiles(path(""), hadoop);
    for (String text : List.of("1", "2")) {
      var out = files.createAtomic(path("state"), true);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.close();
    }
    assertThat(folder.resolve("state")).hasContent("2");
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private int winners(CheckpointFileManager files, int file) throws Exception {
    Path path = path(String.valueOf(file));
    return Race.winners(() -> wins(files, path, "one"), () -> wins(files, path, "other"));
  }

  private static boolean wins(CheckpointFileManager files, Path path, String text)
      throws Exception {
    var out = files.createAtomic(path, false);
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.close();
      return true;
    } catch (FileAlreadyExistsException e) {
      out.cancel();
      return false;
    }
  }
}
