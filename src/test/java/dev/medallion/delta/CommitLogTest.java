package dev.medallion.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
  @TempDir Path table;
  private CommitLog log;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(table.resolve("_delta_log"));
    log = new CommitLog(table.toString(), new Configuration());
  }

  @Test
  void aTableWithoutCommitsHasNoVersion() {
    assertThat(log.latestVersion()).isEmpty();
    assertThat(log.lastOf("app")).isEmpty();
  }

  @Test
  void readsWhatACommitSaysOfItself() throws IOException {
    commit(
        0,
        """
        {"commitInfo":{"operation":"WRITE","operationMetrics":{"numOutputRows":"42"},"userMetadata":"me"}}
        {"txn":{"appId":"app","version":7}}
        {"add":{"path":"day=1/part-0.parquet","stats":"{}"}}
        """);
    Commit commit = log.commit(0).orElseThrow();
    assertThat(commit.outputRows()).isEqualTo(OptionalLong.of(42));
    assertThat(commit.userMetadata()).isEqualTo("me");
    assertThat(commit.holds("app", 7)).isTrue();
    assertThat(commit.holds("app", 6)).isFalse();
    assertThat(commit.files()).containsExactly("part-0.parquet");
  }

  @Test
  void followsTheLogFromTheLastCheckpoint() throws IOException {
    Files.writeString(table.resolve("_delta_log/_last_checkpoint"), "{\"version\":10,\"size\":3}");
    commit(10, "{}");
    commit(11, "{}");
    assertThat(log.latestVersion()).hasValue(11);
    commit(12, "{}");
    assertThat(log.latestVersion()).hasValue(12);
  }

  @Test
  void findsTheCommitOfATransactionBehindAVersion() throws IOException {
    commit(0, txn("app", 1));
    commit(1, "{}");
    commit(2, txn("app", 2));
    assertThat(log.findAfter(0, "app", 2)).map(Commit::version).contains(2L);
    assertThat(log.findAfter(0, "app", 1)).isEmpty();
  }

  @Test
  void findsTheNewestCommitOfAnApplicationBehindThoseOfOthers() throws IOException {
    commit(0, txn("app", 1));
    commit(1, txn("app", 2));
    commit(2, txn("other", 9));
    assertThat(log.lastOf("app")).map(Commit::version).contains(1L);
    assertThat(log.lastOf("nobody")).isEmpty();
  }

  private static String txn(String application, long version) {
    return "{\"txn\":{\"appId\":\"%s\",\"version\":%d}}".formatted(application, version);
  }

  private void commit(long version, String actions) throws IOException {
    Files.writeString(table.resolve("_delta_log/%020d.json".formatted(version)), actions);
  }
}
