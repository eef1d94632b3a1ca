package dev.medallion.tracking;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The store in the SQL Server of the tests. */
class SqlServerTrackingStoreTest {
  @Nested
  class Runs extends RunContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Tasks extends TaskContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Histories extends HistoryContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Crowds extends CrowdContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Retentions extends RetentionContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Stops extends StopContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Views extends ViewContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }

  @Nested
  class Constraints extends ConstraintContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return Stores.sqlServer(lease);
    }
  }
}
