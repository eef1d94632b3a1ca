package dev.medallion.tracking;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** All contracts of a tracking store; a subclass says on which database. */
abstract class TrackingStoreSuite {
  /** The same database each time within a test. */
  abstract TrackingSettings database(Duration lease);

  @Nested
  class Runs extends RunContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return database(lease);
    }
  }

  @Nested
  class Tasks extends TaskContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return database(lease);
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return database(lease);
    }
  }

  @Nested
  class Histories extends HistoryContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return database(lease);
    }
  }
}
