package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransactSqlTest {
  private static final Upsert UPSERT =
      new Upsert(
          "[dbo].[t]",
          "SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?",
          List.of("[k]", "[l]", "[v]"),
          List.of("[k]", "[l]"),
          List.of("[v]"));

  private final Grammar grammar = Dialect.SQL_SERVER.grammar();

  @ParameterizedTest
  @MethodSource
  void migrationIsTransactSql(Path file) throws IOException {
    accept(script(file, ""));
  }

  static List<Path> migrationIsTransactSql() throws IOException {
    return files("sqlserver");
  }

  @Test
  void logMayBeALedger() throws IOException {
    Path tables = Path.of("sql/tracking/sqlserver/V1__tracking_tables.sql");

    accept(script(tables, " WITH (LEDGER = ON (APPEND_ONLY = ON))"));
  }

  @ParameterizedTest
  @MethodSource
  void migrationOfH2IsNot(Path file) {
    assertThatThrownBy(() -> accept(script(file, ""))).isInstanceOf(AssertionError.class);
  }

  static List<Path> migrationOfH2IsNot() throws IOException {
    return files("h2");
  }

  @ParameterizedTest
  @MethodSource
  void accepted(String batch) {
    assertThatCode(() -> TransactSql.check(batch)).doesNotThrowAnyException();
  }

  static List<String> accepted() throws IOException {
    return TransactSql.batches(Files.readString(Path.of("src/test/tsql/accepted.sql")));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String batch) {
    assertThatThrownBy(() -> TransactSql.check(batch)).isInstanceOf(AssertionError.class);
  }

  static List<String> refused() throws IOException {
    return Files.readAllLines(Path.of("src/test/tsql/refused.sql"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELCT a FROM t | line 1, column 1: not Transact-SQL: SELCT",
        "SELECT a FROM t LIMIT 1 | line 1, column 17: not Transact-SQL: LIMIT",
        "SELECT (a FROM t | line 1, column 11: not Transact-SQL: FROM",
        "SELECT a FROM t WHERE | line 1, column 22: not Transact-SQL: the end",
        "SELECT 'it FROM t | line 1, column 8: not Transact-SQL: 'it FROM t",
      })
  void refusalTellsWhere(String batch, String sentence) {
    assertThatThrownBy(() -> TransactSql.check(batch)).hasMessage(sentence);
  }

  @ParameterizedTest
  @EnumSource(value = ColumnType.class, names = "DECIMAL", mode = EnumSource.Mode.EXCLUDE)
  void typesAreTransactSql(ColumnType type) {
    TransactSql.check(table(grammar.type(type), ""));
    TransactSql.check(table(grammar.keyType(type, 2), ", " + grammar.unique("[u]", "[c], [d]")));
  }

  @Test
  void copyAndUpsertAreTransactSql() {
    TransactSql.check(grammar.emptyCopy("[s]", "CAST(0 AS BIGINT) AS n, [a]", "[t]"));
    assertThat(grammar.upsert(UPSERT)).hasSize(2).allSatisfy(TransactSql::check);
  }

  @Test
  void whatOnlyH2KnowsIsNot() {
    Grammar h2 = Dialect.H2.grammar();

    Stream.of(
            h2.upsert(UPSERT).get(0),
            h2.emptyCopy("[s]", "[a]", "[t]"),
            table("BIGINT", ", " + h2.unique("[u]", "[c]")),
            table(h2.type(ColumnType.TEXT), ""),
            table(h2.type(ColumnType.BOOLEAN), ""),
            table(h2.type(ColumnType.DOUBLE), ""),
            table(h2.type(ColumnType.TIMESTAMP), ""),
            table(h2.type(ColumnType.BINARY), ""))
        .forEach(
            statement ->
                assertThatThrownBy(() -> TransactSql.check(statement))
                    .as(statement)
                    .isInstanceOf(AssertionError.class));
  }

  /** The second of SQL Server's adds a column in words that both know. */
  @ParameterizedTest
  @MethodSource
  void h2RefusesTheMigration(Path file) throws IOException, SQLException {
    String script = script(file, "").replace("dbo.", "");
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = h2.createStatement()) {
      assertThatThrownBy(() -> statement.execute(script)).isInstanceOf(SQLException.class);
    }
  }

  static List<Path> h2RefusesTheMigration() throws IOException {
    return files("sqlserver").stream().filter(f -> !f.endsWith("V2__late_rows.sql")).toList();
  }

  @Test
  void h2TakesItsOwn() throws IOException, SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = h2.createStatement()) {
      for (Path file : files("h2")) {
        statement.execute(script(file, ""));
      }
    }
  }

  @Test
  void batchesStandBetweenLinesThatAreGo() {
    assertThat(TransactSql.batches("SELECT 1;\nGO\nSELECT 'GO'\n go \n\nGO\n"))
        .containsExactly("SELECT 1;\n", "\nSELECT 'GO'\n");
  }

  private static void accept(String script) {
    assertThat(TransactSql.batches(script)).isNotEmpty().allSatisfy(TransactSql::check);
  }

  private static String table(String type, String constraint) {
    return "CREATE TABLE [t] ([c] %s NOT NULL, [d] BIT%s)".formatted(type, constraint);
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sql/tracking", folder))) {
      return files.sorted().toList();
    }
  }

  private static String script(Path file, String logOptions) throws IOException {
    return Files.readString(file)
        .replace("${flyway:defaultSchema}", "dbo")
        .replace("$(schema)", "dbo")
        .replace("${logOptions}", logOptions)
        .replaceAll("\\$\\{.*?}", "");
  }
}
