package dev.medallion.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.HDFSLogStore;
import io.delta.storage.LogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedLogStoreTest {
  private static final int VERSIONS = 100;

  private final Configuration hadoop = new Configuration();
  @TempDir java.nio.file.Path folder;

  @Test
  void ofTwoWritersOfAVersionOneWins() throws Exception {
    for (int version = 0; version < VERSIONS; version++) {
      assertThat(winners(new LinkedLogStore(hadoop), version, hadoop)).isEqualTo(1);
    }
  }

  /** The fault that the other test is about, where both have looked before either renames. */
  @Test
  void inDeltasOwnStoreBothWin() throws Exception {
    Configuration meeting = MeetingFiles.configuration();
    assertThat(winners(new HDFSLogStore(meeting), 0, meeting)).isEqualTo(2);
  }

  @Test
  void aVersionThatIsThereStaysAndNothingIsLeftBesideIt() throws IOException {
    LogStore store = new LinkedLogStore(hadoop);
    Path version = path("00.json");
    store.write(version, List.of("first", "line").iterator(), false, hadoop);

    assertThatThrownBy(() -> store.write(version, List.of("other").iterator(), false, hadoop))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(folder.resolve("00.json")).hasContent("first\nline\n");
    assertThat(folder.toFile().list()).containsExactly("00.json");
  }

  @Test
  void whatIsToBeReplacedIsReplaced() throws IOException {
    LogStore store = new LinkedLogStore(hadoop);
    Path version = path("_last_checkpoint");
    store.write(version, List.of("1").iterator(), true, hadoop);
    store.write(version, List.of("2").iterator(), true, hadoop);
    assertThat(folder.resolve("_last_checkpoint")).hasContent("2\n");
  }

  /** Hadoop would hold the new file against the sum of the old one and refuse to read it. */
  @Test
  void theSumOfAFileThatIsGoneIsNotHeldAgainstTheNextOne() throws IOException {
    LogStore store = new LinkedLogStore(hadoop);
    Path version = path("00.json");
    store.write(version, List.of("old").iterator(), true, hadoop);
    Files.delete(folder.resolve("00.json"));
    store.write(version, List.of("new").iterator(), false, hadoop);
    assertThat(lines(store, version)).containsExactly("new");
  }

  private static List<String> lines(LogStore store, Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var read = store.read(path, new Configuration())) {
      read.forEachRemaining(lines::add);
    }
    return lines;
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private int winners(LogStore store, int version, Configuration files) throws Exception {
    Path path = path(version + ".json");
    return Race.winners(() -> wins(store, path, "one", files), () -> wins(store, path, "2", files));
  }

  private static boolean wins(LogStore store, Path version, String line, Configuration files)
      throws IOException {
    try {
      store.write(version, List.of(line).iterator(), false, files);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
