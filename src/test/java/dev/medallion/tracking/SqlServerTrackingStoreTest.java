package dev.medallion.tracking;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The store in the SQL Server that SQLSERVER_URL, SQLSERVER_USER and SQLSERVER_PASSWORD name. */
class SqlServerTrackingStoreTest {
  private static TrackingSettings server(Duration lease) {
    assumeTrue(System.getenv("SQLSERVER_URL") != null, "SQLSERVER_URL is not set");
    return Stores.sqlServer(lease);
  }

  @Nested
  class Runs extends RunContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Tasks extends TaskContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Histories extends HistoryContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Crowds extends CrowdContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Retentions extends RetentionContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }

  @Nested
  class Views extends ViewContract {
    @Override
    TrackingSettings settings(Duration lease) {
      return server(lease);
    }
  }
}
