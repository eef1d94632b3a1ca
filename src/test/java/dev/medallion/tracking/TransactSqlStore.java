package dev.medallion.tracking;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The store as it speaks to SQL Server, in whose place stands an H2 in memory that knows the one
 * function it needs. Time passes at once.
 */
public final class TransactSqlStore implements AutoCloseable {
  private static final Duration LEASE = Duration.ofMinutes(10);

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final Records behind;
  final Records records;
  final JdbcTrackingStore store;
  final JdbcTrackingStore keeper;

  TransactSqlStore(Tap.Valve valve) {
    String memory = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MSSQLServer;LOCK_TIMEOUT=10000";
    behind = Records.open(Stores.at(memory, "", "", "", LEASE).database());
    keeper = new JdbcTrackingStore(behind, LEASE, new Migrations(behind, false));
    keeper.migrate();
    behind.transaction(
        tx ->
            tx.update(
                "CREATE ALIAS SYSUTCDATETIME FOR 'dev.medallion.tracking.TransactSqlStore.now'"));
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(memory + ";TIME ZONE=UTC;NON_KEYWORDS=VALUE");
    DataSource tapped = new Tap(valve).around(source);
    records =
        Records.open(
            Stores.at("jdbc:sqlserver://nowhere.invalid", "u", "hunter2", "", LEASE).database(),
            given -> tapped,
            pauses::add);
    store = new JdbcTrackingStore(records, LEASE, new Migrations(records, false));
  }

  /** What SQL Server's function of this name gives; H2 calls it. */
  public static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  @Override
  public void close() {
    store.close();
    keeper.close();
  }
}
