package dev.medallion.tracking;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The store in an H2 file that follows SQL Server's ways. */
class H2AsSqlServerTrackingStoreTest {
  @TempDir static Path folder;

  private static TrackingSettings file(Duration lease) {
    return Stores.h2(folder.resolve("medallion"), ";MODE=MSSQLServer", "", lease);
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
}
