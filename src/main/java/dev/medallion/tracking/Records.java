package dev.medallion.tracking;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.DatabaseUnavailable;
import dev.medallion.jdbc.Work;
import java.util.function.Supplier;

/**
 * Transactions on the tracking tables; an outage reads {@link TrackingUnavailable} from here on.
 */
final class Records implements AutoCloseable {
  private final Database database;

  private Records(Database database) {
    this.database = database;
  }

  static Records open(DatabaseSettings settings) {
    return new Records(reached(() -> Database.open(settings)));
  }

  <T> T transaction(Work<T> work) {
    return reached(() -> database.transaction(work));
  }

  Database database() {
    return database;
  }

  private static <T> T reached(Supplier<T> access) {
    try {
      return access.get();
    } catch (DatabaseUnavailable e) {
      throw new TrackingUnavailable("tracking " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
