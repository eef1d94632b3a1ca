package dev.medallion.sink;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.DatabaseUnavailable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import scala.Tuple3;

/**
 * Puts the rows of a task into the staging table, a transaction for each portion, and tells the
 * attempt's id, the number of its first row and how many there are. No rows, no connection.
 *
 * @param target as people know it
 * @param named the places of the columns by which an error names a row
 */
record JdbcStager(
    DatabaseSettings settings,
    String target,
    String insert,
    String delete,
    JdbcColumns columns,
    List<Integer> named,
    int portion)
    implements MapPartitionsFunction<Row, Tuple3<String, Long, Long>> {
  /** More rows than any task has. */
  private static final int NUMBERS = 40;

  @Override
  public Iterator<Tuple3<String, Long, Long>> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return List.<Tuple3<String, Long, Long>>of().iterator();
    }
    String write = UUID.randomUUID().toString();
    long first = (long) TaskContext.getPartitionId() << NUMBERS;
    try (Database database = Database.open(settings)) {
      long next = first;
      while (rows.hasNext()) {
        List<Row> taken = take(rows);
        stage(database, write, next, taken);
        next += taken.size();
      }
      return List.of(new Tuple3<>(write, first, next - first)).iterator();
    } catch (DatabaseException e) {
      throw TargetRefused.because(e.getMessage(), e);
    }
  }

  private List<Row> take(Iterator<Row> rows) {
    List<Row> taken = new ArrayList<>();
    while (rows.hasNext() && taken.size() < portion) {
      taken.add(rows.next());
    }
    return taken;
  }

  private void stage(Database database, String write, long first, List<Row> rows) {
    try {
      insert(database, write, first, rows);
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (DatabaseException e) {
      throw refused(database, write, first, rows, e);
    }
  }

  /** Done again, it first takes back what an earlier try may have committed. */
  private void insert(Database database, String write, long first, List<Row> rows) {
    List<Object[]> parameters = new ArrayList<>();
    for (Row row : rows) {
      parameters.add(columns.parameters(row, write, first + parameters.size()));
    }
    boolean[] again = {false};
    database.transaction(
        tx -> {
          if (again[0]) {
            tx.update(delete, write, first);
          }
          again[0] = true;
          tx.batch(insert, parameters);
          return null;
        });
  }

  /** Halves the rows until one is left; what else is inserted meanwhile belongs to no success. */
  private RuntimeException refused(
      Database database, String write, long first, List<Row> rows, DatabaseException failure) {
    List<Row> suspects = rows;
    DatabaseException last = failure;
    while (suspects.size() > 1) {
      List<Row> half = suspects.subList(0, suspects.size() / 2);
      DatabaseException refusal = refusal(database, write, first, half);
      last = refusal == null ? last : refusal;
      suspects = refusal == null ? suspects.subList(half.size(), suspects.size()) : half;
    }
    DatabaseException alone = refusal(database, write, first, suspects);
    return alone == null
        ? last
        : TargetRefused.because(
            "%s does not take the row with %s: %s"
                .formatted(target, text(suspects.get(0)), alone.reason()),
            alone);
  }

  private DatabaseException refusal(Database database, String write, long first, List<Row> rows) {
    try {
      insert(database, write, first, rows);
      return null;
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (DatabaseException e) {
      return e;
    }
  }

  private String text(Row row) {
    JdbcRowText text = new JdbcRowText();
    for (int place : named) {
      Object value =
          row.get(place) == null ? null : columns.all().get(place).parameter(row.get(place));
      text.add(columns.all().get(place).name(), value == null ? null : value.toString());
    }
    return text.toString();
  }

  /** Without the settings, which hold a secret. */
  @Override
  public String toString() {
    return "JdbcStager[" + target + "]";
  }
}
