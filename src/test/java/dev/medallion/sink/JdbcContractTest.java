package dev.medallion.sink;

/** The sink of a table in an H2 file. */
class JdbcContractTest extends JdbcContract {
  @Override
  JdbcTables tables() {
    return JdbcTables.h2(folder.resolve("sink").toString());
  }
}
