package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.Secret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(settings(""));
    database.transaction(tx -> tx.update("CREATE TABLE t (id INT PRIMARY KEY, x VARCHAR(20))"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void deadlockRunsTheWholeTransactionAgain() {
    AtomicInteger attempts = new AtomicInteger();

    database.transaction(
        tx -> {
          tx.update("INSERT INTO {schema}.t VALUES (?, ?)", 1, "a");
          if (attempts.incrementAndGet() < 3) {
            throw new SQLException("deadlock", "40001", 40001);
          }
          return null;
        });

    assertThat(attempts).hasValue(3);
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void refusedStatementRollsBack() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    tx -> {
                      tx.update("INSERT INTO {schema}.t VALUES (?, ?)", 1, "a");
                      return tx.update("INSERT INTO {schema}.t VALUES (?, ?)", 1, "b");
                    }))
        .isExactlyInstanceOf(ValueRefused.class)
        .hasMessageStartingWith("database jdbc:h2:mem:")
        .hasMessageContaining(" refused a statement: Unique index or primary key violation");
    assertThat(ids()).isEmpty();
  }

  @Test
  void callersExceptionRollsBackAndPasses() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    tx -> {
                      tx.update("INSERT INTO {schema}.t VALUES (?, ?)", 1, "a");
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
    assertThat(ids()).isEmpty();
  }

  @Test
  void knownKeyIsNotInserted() {
    String insert = "INSERT INTO {schema}.t VALUES (?, ?)";

    assertThat(database.<Boolean>transaction(tx -> tx.insertNew(insert, 1, "a"))).isTrue();
    assertThat(database.<Boolean>transaction(tx -> tx.insertNew(insert, 1, "b"))).isFalse();
  }

  @Test
  void batchInsertsEveryRow() {
    database.transaction(
        tx -> {
          tx.batch(
              "INSERT INTO {schema}.t VALUES (?, ?)",
              List.of(new Object[] {1, "a"}, new Object[] {2, null}));
          return null;
        });

    assertThat(ids()).containsExactly(1L, 2L);
  }

  @Test
  void aUserInsideAnH2UrlIsTheUser() {
    var inside = settings("jdbc:h2:mem:x;USER=keeper", Secret.of("p"), "");

    try (Database kept = Database.open(inside)) {
      List<String> users =
          kept.transaction(tx -> tx.query("SELECT CURRENT_USER AS name", row -> row.text("name")));
      assertThat(users).containsExactly("KEEPER");
    }
  }

  @Test
  void schemaMustBeAPlainName() {
    assertThatThrownBy(() -> settings("x; DROP TABLE t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schema 'x; DROP TABLE t' is not a name of letters, digits and _"
                + " that begins with no digit");
  }

  private List<Long> ids() {
    return database.transaction(
        tx -> tx.query("SELECT id FROM {schema}.t ORDER BY id", row -> row.number("id")));
  }

  private static DatabaseSettings settings(String schema) {
    return settings("jdbc:h2:mem:" + UUID.randomUUID(), Secret.of(""), schema);
  }

  private static DatabaseSettings settings(String url, Secret password, String schema) {
    return new DatabaseSettings(new JdbcUrl(url), "", password, schema, 2, Duration.ofSeconds(5));
  }
}
