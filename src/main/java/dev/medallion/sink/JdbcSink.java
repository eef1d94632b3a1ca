package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.jdbc.Catalog;
import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.DatabaseUnavailable;
import dev.medallion.jdbc.Dialect;
import dev.medallion.jdbc.JdbcUrl;
import dev.medallion.jdbc.SignIn;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes to a table of SQL Server or H2, exactly once: the rows and the proof of the batch come in
 * one transaction.
 *
 * @param table the table, without its schema; made by the first batch
 * @param batchSize rows that a task sends at once
 * @param writers most tasks that write at once, each with a connection
 */
public record JdbcSink(
    DatabaseSettings database, String table, JdbcMode mode, int batchSize, int writers)
    implements Sink {
  /** What a statement of SQL Server may have as parameters, less a few. */
  private static final int MOST_WRITERS = 1000;

  /** The driver's own: one to write with, one to spare. */
  private static final int CONNECTIONS = 2;

  static JdbcSink from(Section block) {
    String[] name = name(block);
    return new JdbcSink(
        database(block, name[0]),
        name[1],
        JdbcMode.from(block),
        block.positiveInt("batch-size"),
        writers(block));
  }

  /** Schema and table. */
  private static String[] name(Section block) {
    String written = block.string("table");
    String[] parts = written.split("\\.", -1);
    String table = parts[parts.length - 1];
    String schema = parts.length == 2 ? parts[0] : "";
    if (parts.length > 2 || !written.isEmpty() && table.isBlank()) {
      block.problem("table", "'" + written + "' is neither table nor schema.table");
    } else if (!DatabaseSettings.isSchema(schema) || parts.length == 2 && schema.isEmpty()) {
      block.problem(
          "table", "'" + schema + "' is not a plain name; use letters, digits and _ only");
    }
    return new String[] {DatabaseSettings.isSchema(schema) ? schema : "", table};
  }

  private static DatabaseSettings database(Section block, String schema) {
    JdbcUrl url = url(block);
    DatabaseSettings settings =
        new DatabaseSettings(
            url.withoutPassword(),
            SignIn.from(block, url),
            schema,
            CONNECTIONS,
            block.duration("connect-timeout"));
    if (settings.connectTimeout().toSeconds() < 1) {
      block.problem(
          "connect-timeout",
          settings.connectTimeout().toMillis() + " ms is too short; 1 second is the least");
    }
    var statement = block.duration("statement-timeout");
    return Dialect.of(url).isPresent() ? settings.patient(statement) : settings;
  }

  /** As a secret, so that a password inside the URL is listed with no run's parameters. */
  private static JdbcUrl url(Section block) {
    Optional<JdbcUrl> url = block.optionalSecret("url").map(text -> new JdbcUrl(text.reveal()));
    if (url.isEmpty()) {
      block.problem("url", "is missing; expected jdbc:sqlserver:... or jdbc:h2:...");
    }
    url.flatMap(JdbcUrl::objection).ifPresent(sentence -> block.problem("url", sentence));
    return url.orElse(new JdbcUrl(""));
  }

  private static int writers(Section block) {
    int writers = block.positiveInt("writers");
    if (writers > MOST_WRITERS) {
      block.problem("writers", writers + " are too many; " + MOST_WRITERS + " is the most");
    }
    return writers;
  }

  @Override
  public String name() {
    String schema = database.schema().isEmpty() ? "" : database.schema() + ".";
    return schema + table + " at " + address();
  }

  /** The URL without its settings. */
  private String address() {
    return database.url().toString().split(";", 2)[0];
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.EXACTLY_ONCE;
  }

  @Override
  public boolean replaces() {
    return mode.keys().isPresent();
  }

  @Override
  public Optional<String> objection(OutputMode output) {
    return mode.objection(output);
  }

  /**
   * A database that cannot be reached now is met by the first batch; one that refuses the login is
   * a mistake already.
   */
  @Override
  public void verify(Dataset<Row> rows) {
    JdbcColumns columns = JdbcColumns.of(rows.schema());
    mode.keys().ifPresent(keys -> keys.verify(rows));
    try {
      Database.look(database, tx -> find(tx.catalog())).ifPresent(found -> found.require(columns));
    } catch (DatabaseUnavailable e) {
      return;
    }
  }

  private Optional<JdbcTable> find(Catalog catalog) throws java.sql.SQLException {
    return JdbcTable.find(catalog, table);
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    try (Database opened = Database.open(database)) {
      return new JdbcWrite(this, opened, signature).of(rows);
    } catch (DatabaseException e) {
      throw TargetRefused.because(e.getMessage(), e);
    }
  }

  @Override
  public Optional<Written> written(SparkSession spark, BatchId batch) {
    try (Database opened = Database.open(database)) {
      return opened.transaction(tx -> proof().find(tx, batch));
    } catch (DatabaseException e) {
      throw TargetRefused.because(e.getMessage(), e);
    }
  }

  JdbcProof proof() {
    return new JdbcProof(name(), table);
  }
}
