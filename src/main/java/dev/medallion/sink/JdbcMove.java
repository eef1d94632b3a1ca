package dev.medallion.sink;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.DatabaseUnavailable;
import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.RowMapper;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import scala.Tuple2;

/**
 * Brings the staged rows of a batch into the target, together with the proof: all or nothing.
 *
 * @param named the columns by which an error names a row: as people know them, and quoted
 */
record JdbcMove(
    Database database,
    String sink,
    JdbcStatements statements,
    JdbcStage stage,
    JdbcProof proof,
    List<JdbcShare> shares,
    List<Tuple2<String, String>> named) {
  private static final Duration SEARCH = Duration.ofMinutes(2);

  Written run(Signature signature) {
    try {
      return database.transaction(tx -> move(tx, signature));
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (DatabaseException e) {
      culprit(e).ifPresent(refused -> raise(refused));
      // Somebody else's row, which is gone or committed by now, stood in the way.
      return database.transaction(tx -> move(tx, signature));
    }
  }

  private static void raise(TargetRefused refused) {
    throw refused;
  }

  private Written move(Transaction tx, Signature signature) throws SQLException {
    Optional<Written> earlier = proof.claim(tx, signature);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    requireOneOfEachKey(tx);
    long rows = move(tx, Long.MAX_VALUE);
    proof.count(tx, signature.batch(), rows);
    return new Written(OptionalLong.of(rows), OptionalLong.empty(), signature.text());
  }

  /** The rows of a batch have different keys, which may yet be the same to the database. */
  private void requireOneOfEachKey(Transaction tx) throws SQLException {
    if (statements.keys().isEmpty() || shares.isEmpty()) {
      return;
    }
    tx.first(statements.several(stage, shares.size()), text(), parameters(Long.MAX_VALUE))
        .ifPresent(
            key ->
                raise(
                    new TargetRefused(
                        "%s takes several rows of the batch for one: those with %s"
                            .formatted(sink, key))));
  }

  private long move(Transaction tx, long end) throws SQLException {
    long rows = 0;
    if (!shares.isEmpty()) {
      for (String statement : statements.move(stage, shares.size())) {
        rows += tx.update(statement, parameters(end));
      }
    }
    return rows;
  }

  private Object[] parameters(long end) {
    List<Object> parameters = new ArrayList<>();
    shares.forEach(share -> parameters.add(share.write()));
    parameters.add(end);
    return parameters.toArray();
  }

  /**
   * The last row of the shortest beginning that is not taken. Nothing if the failure has to do with
   * no row, if it does not come again, or if the search takes too long.
   */
  private Optional<TargetRefused> culprit(DatabaseException failure) {
    long deadline = System.nanoTime() + SEARCH.toNanos();
    long taken = 0;
    long refused = JdbcShare.rows(shares);
    if (refused == 0 || refusal(0).isPresent()) {
      return Optional.of(TargetRefused.because(failure.getMessage(), failure));
    }
    Optional<DatabaseException> last = refusal(refused);
    while (last.isPresent() && refused - taken > 1 && System.nanoTime() < deadline) {
      long middle = taken + (refused - taken) / 2;
      Optional<DatabaseException> refusal = refusal(middle);
      refused = refusal.isPresent() ? middle : refused;
      taken = refusal.isPresent() ? taken : middle;
      last = refusal.isPresent() ? refusal : last;
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(told(taken, refused, last.get()));
  }

  private TargetRefused told(long taken, long refused, DatabaseException refusal) {
    String row =
        refused - taken == 1 ? "the row with " + row(taken) : "one of %d rows".formatted(refused);
    return TargetRefused.because(
        "%s does not take %s: %s".formatted(sink, row, refusal.reason()), refusal);
  }

  /** Why the first rows, so many of them, are not taken. */
  private Optional<DatabaseException> refusal(long rows) {
    long end = rows == JdbcShare.rows(shares) ? Long.MAX_VALUE : JdbcShare.at(shares, rows)._2();
    try {
      database.rehearsal(tx -> move(tx, end));
      return Optional.empty();
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (DatabaseException e) {
      return Optional.of(e);
    }
  }

  private String row(long place) {
    Tuple2<JdbcShare, Long> at = JdbcShare.at(shares, place);
    String columns = JdbcStatements.list(named.stream().map(Tuple2::_2).toList());
    return database.transaction(
        tx ->
            tx.first(
                    stage.select(columns, 1) + " AND medallion_row >= ?",
                    text(),
                    at._1().write(),
                    at._2() + 1,
                    at._2())
                .orElseThrow());
  }

  private RowMapper<String> text() {
    return row -> text(row);
  }

  private String text(Row row) throws SQLException {
    JdbcRowText text = new JdbcRowText();
    for (int i = 0; i < named.size(); i++) {
      text.add(named.get(i)._1(), row.text(i + 1));
    }
    return text.toString();
  }
}
