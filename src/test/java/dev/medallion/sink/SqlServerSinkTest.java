package dev.medallion.sink;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.medallion.jdbc.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The sink of a table in the SQL Server of the tests. */
class SqlServerSinkTest {

  /** In a schema of its own. */
  @Nested
  class Appends extends JdbcContract {
    @Override
    JdbcTables tables() {
      return JdbcTables.sqlServer("sink_test");
    }

    @BeforeEach
    void emptySchema() {
      tables().execute("IF SCHEMA_ID('sink_test') IS NULL EXEC('CREATE SCHEMA sink_test')");
      tables().execute("DROP TABLE IF EXISTS sink_test.rows_of_test, sink_test.medallion_batches");
    }
  }

  /** In the schema that is the login's. */
  @Nested
  class Upserts extends JdbcUpsertContract {
    @Override
    JdbcTables tables() {
      JdbcTables tables = JdbcTables.sqlServer("");
      tables.execute("DROP TABLE IF EXISTS loans, medallion_batches");
      return tables;
    }

    @Override
    @Test
    void aRowTakesThePlaceOfTheOneWithItsKey() {
      assumeFalse(
          TestServer.sqlServer().isBabelfish(),
          "this server lists a table in small letters, and its columns under the name it was given");
      super.aRowTakesThePlaceOfTheOneWithItsKey();
    }

    @Override
    String ignoringCase() {
      return "VARCHAR(9) COLLATE Latin1_General_CI_AS";
    }
  }
}
