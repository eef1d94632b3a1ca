package dev.medallion.tracking;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The store in an H2 file that follows SQL Server's ways. */
class H2AsSqlServerTrackingStoreTest extends TrackingStoreSuite {
  @TempDir static Path folder;

  @Override
  TrackingSettings database(Duration lease) {
    return Stores.h2(folder.resolve("medallion"), ";MODE=MSSQLServer", "", lease);
  }
}
