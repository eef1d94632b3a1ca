package dev.medallion.tracking;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.Work;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Transactions on the tracking tables; an outage, and a statement that the database refuses for
 * good, reads {@link TrackingUnavailable} from here on.
 */
final class Records implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Database database;
  private final Duration patience;

  private Records(Database database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  static Records open(DatabaseSettings settings) {
    return new Records(reached(() -> Database.open(settings)), FOREVER);
  }

  /** Over connections of another making, in another time. */
  static Records open(
      DatabaseSettings settings, UnaryOperator<DataSource> connections, Consumer<Duration> pause) {
    return new Records(reached(() -> Database.open(settings, connections, pause)), FOREVER);
  }

  /** The same, which wait for a lost connection no longer than that. */
  Records within(Duration longest) {
    return new Records(database, longest);
  }

  <T> T transaction(Work<T> work) {
    return reached(() -> database.transaction(work, patience));
  }

  Database database() {
    return database;
  }

  private static <T> T reached(Supplier<T> access) {
    try {
      return access.get();
    } catch (DatabaseException e) {
      throw new TrackingUnavailable("tracking " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
