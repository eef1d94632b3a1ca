package dev.medallion.sink;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.DatabaseUnavailable;
import dev.medallion.jdbc.Grammar;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The write of one batch: tasks stage their rows each on its own, then one transaction brings all
 * of them into the target together with the proof. Whenever the process dies, the target has the
 * whole batch and its proof or nothing of both; what is left otherwise is a staging table.
 */
record JdbcWrite(JdbcSink sink, Database database, Signature signature) {

  Written of(Dataset<Row> rows) {
    Optional<Written> earlier =
        database.transaction(tx -> sink.proof().find(tx, signature.batch()));
    return earlier.orElseGet(() -> written(rows));
  }

  private Written written(Dataset<Row> rows) {
    JdbcColumns columns = JdbcColumns.of(rows.schema());
    JdbcStatements statements = JdbcStatements.of(grammar(), target(columns), columns, sink.mode());
    JdbcStage stage =
        database.transaction(
            tx ->
                JdbcStage.create(
                    tx,
                    grammar(),
                    signature.batch().query(),
                    statements.target(),
                    JdbcStatements.list(statements.columns())));
    try {
      List<JdbcShare> shares = staged(rows, columns, statements, stage);
      return new JdbcMove(
              database,
              sink.name(),
              statements,
              stage,
              sink.proof(),
              shares,
              named(columns, statements))
          .run(signature);
    } finally {
      stage.drop(database);
    }
  }

  private Grammar grammar() {
    return database.dialect().grammar();
  }

  /** Two jobs may make the same table at the same moment; who comes second finds it. */
  private JdbcTable target(JdbcColumns columns) {
    JdbcTable table;
    try {
      table = database.transaction(tx -> prepared(tx, columns));
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (DatabaseException e) {
      table = database.transaction(tx -> prepared(tx, columns));
    }
    table.require(columns);
    return table;
  }

  private JdbcTable prepared(Transaction tx, JdbcColumns columns) throws SQLException {
    sink.proof().createTable(tx, grammar());
    if (JdbcTable.find(tx.catalog(), sink.table()).isEmpty()) {
      create(tx, columns);
    }
    return JdbcTable.find(tx.catalog(), sink.table()).orElseThrow();
  }

  private void create(Transaction tx, JdbcColumns columns) throws SQLException {
    List<String> stored = new ArrayList<>();
    for (JdbcColumn column : columns.all()) {
      stored.add(tx.catalog().stored(column.name()));
    }
    tx.update(
        JdbcStatements.create(
            grammar(),
            "{schema}." + grammar().quoted(tx.catalog().stored(sink.table())),
            columns,
            stored,
            columns.places(sink.mode().keyColumns()),
            tx.catalog().stored(sink.table() + "_keys")));
  }

  /** An action of the rows themselves, so that whoever observes them is told. */
  private List<JdbcShare> staged(
      Dataset<Row> rows, JdbcColumns columns, JdbcStatements statements, JdbcStage stage) {
    JdbcStager stager =
        new JdbcStager(
            sink.database().pooled(1),
            sink.name(),
            stage.insert(statements.columns()),
            stage.delete(),
            columns,
            named(columns),
            sink.batchSize());
    Dataset<Row> latest = sink.mode().keys().map(keys -> keys.latest(rows)).orElse(rows);
    return columns
        .plain(latest)
        .coalesce(sink.writers())
        .mapPartitions(stager, Encoders.tuple(Encoders.STRING(), Encoders.LONG(), Encoders.LONG()))
        .collectAsList()
        .stream()
        .map(JdbcShare::of)
        .toList();
  }

  private List<Integer> named(JdbcColumns columns) {
    return sink.mode().keys().isPresent()
        ? columns.places(sink.mode().keyColumns())
        : IntStream.range(0, columns.all().size()).boxed().toList();
  }

  private List<Tuple2<String, String>> named(JdbcColumns columns, JdbcStatements statements) {
    return named(columns).stream()
        .map(i -> new Tuple2<>(columns.all().get(i).name(), statements.columns().get(i)))
        .toList();
  }
}
