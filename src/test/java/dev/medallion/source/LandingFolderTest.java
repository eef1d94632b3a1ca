package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.source.LandingFolder.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingFolderTest {
  @TempDir Path temp;
  private Path landing;
  private Path archive;
  private LandingFolder folder;

  @BeforeEach
  void open() {
    landing = temp.resolve("landing");
    archive = temp.resolve("archive");
    folder = new LandingFolder(landing.toString(), archive.toString(), new Configuration());
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() {
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void listsOldestFirstAndNothingHidden() throws IOException {
    file("b.json", "1", 2_000);
    file("a.json", "22", 3_000);
    file("sub/c.json", "333", 1_000);
    file(".writing.json", "4", 1_000);
    file("_temporary/d.json", "5", 1_000);
    assertThat(folder.list())
        .containsExactly(
            new LandedFile("sub/c.json", 3, 1_000),
            new LandedFile("b.json", 1, 2_000),
            new LandedFile("a.json", 2, 3_000));
  }

  @Test
  void anArchiveInsideTheLandingFolderIsNotRead() throws IOException {
    Path inside = landing.resolve("done");
    file("a.json", "1", 1_000);
    file("done/old.json", "1", 1_000);
    var nested = new LandingFolder(landing.toString(), inside.toString(), new Configuration());
    assertThat(nested.list()).extracting(LandedFile::name).containsExactly("a.json");
  }

  @Test
  void movesAFileThatIsStillWhatWasRead() throws IOException {
    file("sub/a.json", "one", 1_000);
    assertThat(folder.archive(folder.list().get(0))).isEqualTo(Move.ARCHIVED);
    assertThat(archive.resolve("sub/a.json")).hasContent("one");
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void keepsAFileThatGrew() throws IOException {
    file("a.json", "one", 1_000);
    List<LandedFile> read = folder.list();
    file("a.json", "one two", 2_000);
    assertThat(folder.archive(read.get(0))).isEqualTo(Move.CHANGED);
    assertThat(landing.resolve("a.json")).hasContent("one two");
  }

  @Test
  void keepsAFileOfTheSameSizeThatWasDeliveredAnew() throws IOException {
    file("a.json", "one", 1_000);
    List<LandedFile> read = folder.list();
    file("a.json", "two", 2_000);
    assertThat(folder.archive(read.get(0))).isEqualTo(Move.CHANGED);
    assertThat(landing.resolve("a.json")).hasContent("two");
  }

  @Test
  void archivesBesideAnEarlierFileOfTheName() throws IOException {
    for (String content : List.of("one", "two", "three")) {
      file("a.json", content, 1_000);
      folder.archive(folder.list().get(0));
    }
    assertThat(archive.resolve("a.json")).hasContent("one");
    assertThat(archive.resolve("a.json.2")).hasContent("two");
    assertThat(archive.resolve("a.json.3")).hasContent("three");
  }

  @Test
  void finishesAMoveThatWasLeftHalfWay() throws IOException {
    file("a.json", "one", 1_000);
    LandedFile read = folder.list().get(0);
    Files.createDirectories(archive.resolve("_moving"));
    Files.move(landing.resolve("a.json"), archive.resolve("_moving/a.json"));
    assertThat(folder.recover(read)).contains(Move.ARCHIVED);
    assertThat(archive.resolve("a.json")).hasContent("one");
    assertThat(folder.recover(read)).isEmpty();
  }

  @Test
  void putsBackAFileThatTookTheNameAtTheLastMoment() throws IOException {
    file("a.json", "one", 1_000);
    LandedFile read = folder.list().get(0);
    file("a.json", "another", 5_000);
    Files.createDirectories(archive.resolve("_moving"));
    Files.move(landing.resolve("a.json"), archive.resolve("_moving/a.json"));
    assertThat(folder.recover(read)).contains(Move.CHANGED);
    assertThat(landing.resolve("a.json")).hasContent("another");
  }

  @Test
  void aFileThatIsGoneIsNoError() throws IOException {
    file("a.json", "one", 1_000);
    LandedFile read = folder.list().get(0);
    Files.delete(landing.resolve("a.json"));
    assertThat(folder.archive(read)).isEqualTo(Move.GONE);
  }

  private void file(String name, String content, long modified) throws IOException {
    Path file = landing.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochMilli(modified)));
  }
}
