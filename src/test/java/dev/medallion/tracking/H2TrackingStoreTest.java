package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in an H2 file. */
class H2TrackingStoreTest {
  @TempDir static Path folder;

  private static TrackingSettings file(Duration lease) {
    return Stores.h2(folder.resolve("medallion"), "", "", lease);
  }

  @Test
  void fileIsServedOnLoopback() throws IOException {
    try (TrackingStore store = TrackingStore.open(file(Duration.ofSeconds(30)))) {
      assertThat(store.getClass()).isEqualTo(JdbcTrackingStore.class);
      assertThat(Files.readString(folder.resolve("medallion.lock.db")))
          .containsPattern("server=(localhost|127\\.0\\.0\\.1)\\\\:\\d+");
    }
  }

  @Test
  void freshStoreMigratesItselfIntoItsSchema() {
    TrackingSettings fresh =
        Stores.h2(folder.resolve("fresh"), "", "audit_1", Duration.ofSeconds(30));
    try (TrackingStore store = TrackingStore.open(fresh)) {
      store.ready();
      store.ready();

      assertThat(store.history("none", 1)).isEmpty();
    }
  }

  @Test
  void twoMigratorsBothSucceed() throws Exception {
    TrackingSettings fresh = Stores.h2(folder.resolve("race"), "", "", Duration.ofSeconds(30));
    try (TrackingStore one = TrackingStore.open(fresh);
        TrackingStore two = TrackingStore.open(fresh)) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(one::migrate), CompletableFuture.runAsync(two::migrate))
          .get(60, TimeUnit.SECONDS);

      assertThat(one.history("none", 1)).isEmpty();
      assertThat(two.history("none", 1)).isEmpty();
    }
  }

  /** As a connection leaves it that was lost in the middle of the first text. */
  @Test
  void aMigrationThatWasCutOffIsDoneAgain() throws SQLException {
    Path file = folder.resolve("cut");
    TrackingSettings settings = Stores.h2(file, "", "", Duration.ofSeconds(30));
    try (TrackingStore store = TrackingStore.open(settings)) {
      store.ready();
    }
    String url = "jdbc:h2:file:" + file + ";AUTO_SERVER=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DELETE FROM \"medallion_schema_history\" WHERE \"version\" NOT IN ('0', '1')");
      statement.execute(
          "UPDATE \"medallion_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '1'");
    }
    try (TrackingStore store = TrackingStore.open(settings)) {
      store.ready();

      assertThat(store.history("none", 1)).isEmpty();
    }
  }

  @Nested
  class Runs extends RunContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Tasks extends TaskContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Histories extends HistoryContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Crowds extends CrowdContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Retentions extends RetentionContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Stops extends StopContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Views extends ViewContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }

  @Nested
  class Constraints extends ConstraintContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return file(lease);
    }
  }
}
