package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.decode.OnNewColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingStreamTest {
  @TempDir Path temp;
  private Path landing;
  private final List<String> events = new ArrayList<>();
  private LandingStream stream;

  @BeforeEach
  void open() throws IOException {
    landing = Files.createDirectories(temp.resolve("landing"));
    stream = stream();
  }

  @Test
  void anEmptyFolderMakesNoBatch() {
    assertThat(latest(null)).isNull();
  }

  @Test
  void aMissingFolderIsToldOnce() throws IOException {
    Files.delete(landing);
    assertThat(latest(null)).isNull();
    assertThat(latest(null)).isNull();
    assertThat(events)
        .containsExactly(
            "the landing folder does not exist; there is nothing to read until it does");
    Files.createDirectory(landing);
    file("a.json", "1", 1_000);
    assertThat(names(latest(null))).containsExactly("a.json");
  }

  @Test
  void aFileOfAnyAgeIsRead() throws IOException {
    file("new.json", "1", System.currentTimeMillis());
    file("ancient.json", "1", 1_000);
    assertThat(names(latest(null))).containsExactly("ancient.json", "new.json");
  }

  @Test
  void takesNoMoreThanTheLimitAndCountsWhatWaits() throws IOException {
    for (int i = 1; i <= 5; i++) {
      file(i + ".json", "1", i * 1_000L);
    }
    Offset first = latest(null);
    assertThat(names(first)).containsExactly("1.json", "2.json", "3.json");
    assertThat(stream.waiting()).isEqualTo(2);
    assertThat(names(latest(first))).containsExactly("4.json", "5.json");
    assertThat(stream.waiting()).isZero();
  }

  @Test
  void archivesTheCommittedBatchEvenIfNothingFollows() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    assertThat(landing.resolve("a.json")).exists();
    assertThat(latest(first)).isEqualTo(first);
    assertThat(temp.resolve("archive/a.json")).hasContent("1");
    assertThat(landing).isEmptyDirectory();
  }

  @Test
  void aDrainLeavesLaterFilesAlone() throws IOException {
    file("a.json", "1", 1_000);
    stream.prepareForTriggerAvailableNow();
    file("b.json", "1", 2_000);
    Offset first = latest(null);
    assertThat(names(first)).containsExactly("a.json");
    assertThat(latest(first)).isEqualTo(first);
    assertThat(landing.resolve("b.json")).exists();
  }

  @Test
  void aFileThatGrewStaysAndIsNotReadAgainAlsoAfterARestart() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    file("a.json", "1 and more", 2_000);
    file("b.json", "2", 3_000);
    Offset second = latest(first);
    assertThat(names(second)).containsExactly("b.json");
    stream = stream();
    assertThat(latest(second)).isEqualTo(second);
    assertThat(landing.resolve("a.json")).hasContent("1 and more");
    assertThat(events)
        .containsExactly(
            "a.json changed after it was read at 1 bytes; it stays in the landing folder and is not"
                + " read again: deliver what is new in it under another name");
  }

  @Test
  void aHeldNameIsFreeAgainOnceItsFileIsGone() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    file("a.json", "1 and more", 2_000);
    assertThat(latest(first)).isEqualTo(first);
    Files.delete(landing.resolve("a.json"));
    assertThat(latest(first)).isEqualTo(first);
    file("a.json", "new", 4_000);
    assertThat(names(latest(first))).containsExactly("a.json");
  }

  @Test
  void aFileDeliveredAgainIsReadAgainAndSaidSo() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    latest(first);
    file("a.json", "2", 2_000);
    Offset second = latest(first);
    assertThat(names(second)).containsExactly("a.json");
    latest(second);
    assertThat(temp.resolve("archive/a.json.2")).hasContent("2");
    assertThat(events)
        .containsExactly(
            "a.json was delivered again under a name that the archive already had; it was read as"
                + " a new file and archived beside the first");
  }

  @Test
  void aFileDeliveredAgainWhileNobodyRanIsReadToo() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    assertThat(latest(first)).isEqualTo(first);
    stream = stream();
    file("a.json", "1", 1_000);
    Offset second = latest(first);
    assertThat(names(second)).containsExactly("a.json");
    assertThat(latest(second)).isEqualTo(second);
    assertThat(temp.resolve("archive/a.json.2")).hasContent("1");
  }

  @Test
  void aFileThatGrewIsHeldAlsoAfterARestartWithoutAnotherBatch() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    file("a.json", "1 and more", 2_000);
    assertThat(latest(first)).isEqualTo(first);
    stream = stream();
    assertThat(latest(first)).isEqualTo(first);
    assertThat(landing.resolve("a.json")).exists();
  }

  @Test
  void deadBeforeTheFilesWereMovedItMovesThem() throws IOException {
    file("a.json", "1", 1_000);
    Offset first = latest(null);
    stream = stream();
    assertThat(latest(first)).isEqualTo(first);
    assertThat(temp.resolve("archive/a.json")).hasContent("1");
  }

  private LandingStream stream() {
    var folder =
        new LandingFolder(
            landing.toString(), temp.resolve("archive").toString(), new Configuration());
    var reader =
        new LandedRows(
            new JsonLines(new StructType().add("a", "string"), KeepRaw.NO, OnNewColumn.IGNORE));
    return new LandingStream(
            LocalSpark.session(), folder, reader, 3, (id, entity, message) -> events.add(message))
        .keptIn(temp.resolve("checkpoint/sources/0").toString());
  }

  private Offset latest(Offset start) {
    return stream.latestOffset(start, ReadLimit.allAvailable());
  }

  private static List<String> names(Offset offset) {
    return LandingOffset.parse(offset.json()).files().stream().map(LandedFile::name).toList();
  }

  private void file(String name, String content, long modified) throws IOException {
    Files.writeString(landing.resolve(name), content);
    Files.setLastModifiedTime(landing.resolve(name), FileTime.from(Instant.ofEpochMilli(modified)));
  }
}
