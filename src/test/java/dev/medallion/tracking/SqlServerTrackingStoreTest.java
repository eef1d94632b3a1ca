package dev.medallion.tracking;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;

/** The store in the SQL Server that SQLSERVER_URL, SQLSERVER_USER and SQLSERVER_PASSWORD name. */
class SqlServerTrackingStoreTest extends TrackingStoreSuite {
  @Override
  TrackingSettings database(Duration lease) {
    assumeTrue(System.getenv("SQLSERVER_URL") != null, "SQLSERVER_URL is not set");
    return Stores.sqlServer(lease);
  }
}
