package dev.medallion.sink;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Upserts into a table in an H2 file. */
class JdbcUpsertTest extends JdbcUpsertContract {
  @TempDir Path folder;

  @Override
  JdbcTables tables() {
    return JdbcTables.h2(folder.resolve("upsert").toString());
  }

  @Override
  String ignoringCase() {
    return "VARCHAR_IGNORECASE(9)";
  }
}
