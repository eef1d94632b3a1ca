package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that write one batch, and a file system whose rename is not one step. */
class ParquetBatchTest {
  private static final OptionalLong ROWS = OptionalLong.of(2);

  @TempDir java.nio.file.Path folder;
  private final RawLocalFileSystem files = new RawLocalFileSystem();
  private ParquetBatch batch;

  @BeforeEach
  void open() throws IOException {
    files.initialize(URI.create("file:///"), new Configuration());
    batch = new ParquetBatch(files, query(), 3);
  }

  @Test
  void theFirstOfTwoAttemptsStays() throws IOException {
    Path slow = attempt("slow");
    Path fast = attempt("fast");
    Written kept = batch.keep(fast, ROWS, "fast");

    assertThatThrownBy(() -> batch.keep(slow, ROWS, "slow"))
        .isInstanceOf(FileNotFoundException.class);

    assertThat(batch.held()).contains(kept);
    assertHolds("fast");
  }

  @Test
  void theSlowerOfTwoLeavesTheNextAttemptOfTheFasterAlone() throws IOException {
    batch.keep(attempt("fast"), ROWS, "fast");
    Path slow = attempt("slow");
    Path next = attempt("next");

    batch.keep(slow, ROWS, "slow");

    assertHolds("fast", next.getName());
  }

  @Test
  void anAttemptThatIsLateForItsRenameIsRemoved() throws IOException {
    Path fast = attempt("fast");
    Path slow = attempt("slow");
    FileSystem overtaken =
        new Racing(
            () -> {
              Path copy = new Path(query(), "_copy");
              assertThat(files.rename(fast, copy)).isTrue();
              new ParquetBatch(files, query(), 3).keep(copy, ROWS, "fast");
              attempt("slow", slow);
            });

    Written kept = new ParquetBatch(overtaken, query(), 3).keep(slow, ROWS, "slow");

    assertThat(kept).isEqualTo(new Written(ROWS, OptionalLong.empty(), "fast"));
    assertThat(batch.held()).contains(kept);
    assertHolds("fast");
  }

  @Test
  void aRenameThatDiesHalfwayLeavesNoBatch() throws IOException {
    Path attempt = attempt("dead");
    FileSystem dying =
        new Racing(
            () -> {
              Path place = new Path(query(), "medallion_batch=3");
              assertThat(files.mkdirs(place)).isTrue();
              for (String name : new String[] {"_medallion.json", "part-0.parquet"}) {
                assertThat(files.rename(new Path(attempt, name), new Path(place, name))).isTrue();
              }
              throw new IOException("died");
            });
    assertThatThrownBy(() -> new ParquetBatch(dying, query(), 3).keep(attempt, ROWS, "dead"))
        .hasMessage("died");
    assertThat(batch.held()).isEmpty();

    batch.keep(attempt("next"), ROWS, "next");

    assertHolds("next");
  }

  @Test
  void theNewestBatchBehindIsFound() throws IOException {
    assertThat(batch.later()).isEmpty();
    for (long number : new long[] {1, 4, 10, 9}) {
      files.mkdirs(new Path(query(), "medallion_batch=" + number));
    }
    files.mkdirs(new Path(query(), "medallion_batch=old"));
    assertThat(batch.later()).hasValue(10);
    assertThat(new ParquetBatch(files, query(), 10).later()).isEmpty();
  }

  private Path query() {
    return new Path(folder.toString(), "medallion_query=q");
  }

  private Path attempt(String content) throws IOException {
    return attempt(content, batch.attempt());
  }

  private Path attempt(String content, Path attempt) throws IOException {
    for (int part = 0; part < 2; part++) {
      try (var out = files.create(new Path(attempt, "part-" + part + ".parquet"))) {
        out.writeBytes(content);
      }
    }
    return attempt;
  }

  private void assertHolds(String content, String... attempts) {
    java.nio.file.Path place = folder.resolve("medallion_query=q/medallion_batch=3");
    assertThat(place.toFile().list())
        .containsExactlyInAnyOrder("_medallion.json", "part-0.parquet", "part-1.parquet");
    assertThat(place.resolve("part-0.parquet")).hasContent(content);
    String[] left = folder.resolve("medallion_query=q/_writing").toFile().list();
    assertThat(left == null ? new String[0] : left).containsExactly(attempts);
  }

  /** The local file system, on which something happens just before the first rename. */
  private static final class Racing extends RawLocalFileSystem {
    /** What happens. */
    interface Event {
      void occur() throws IOException;
    }

    private final Event before;
    private boolean occurred;

    Racing(Event before) throws IOException {
      this.before = before;
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      if (!occurred) {
        occurred = true;
        before.occur();
      }
      return super.rename(from, to);
    }
  }
}
