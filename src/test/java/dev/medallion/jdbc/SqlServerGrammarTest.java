package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts as they were read against the Transact-SQL reference. */
class SqlServerGrammarTest {
  private final Grammar grammar = Dialect.SQL_SERVER.grammar();

  @Test
  void namesStandInBrackets() {
    assertThat(grammar.quoted("order [old] \"1\"")).isEqualTo("[order [old]] \"1\"]");
  }

  @Test
  void aKeyFitsIntoAnIndex() {
    assertThat(grammar.keyType(ColumnType.TEXT, 1))
        .isEqualTo("NVARCHAR(450) COLLATE Latin1_General_100_BIN2");
    assertThat(grammar.keyType(ColumnType.TEXT, 4))
        .isEqualTo("NVARCHAR(212) COLLATE Latin1_General_100_BIN2");
    assertThat(grammar.keyType(ColumnType.BINARY, 2)).isEqualTo("VARBINARY(850)");
    assertThat(grammar.keyType(ColumnType.BIGINT, 2)).isEqualTo("BIGINT");
  }

  @Test
  void aCopyIsASelectInto() {
    assertThat(grammar.emptyCopy("[s]", "CAST(0 AS BIGINT) AS n, [a]", "[t]"))
        .isEqualTo("SELECT TOP (0) CAST(0 AS BIGINT) AS n, [a] INTO [s] FROM [t]");
  }

  @Test
  void anUpsertIsAnUpdateAndAnInsert() {
    Upsert upsert =
        new Upsert(
            "[dbo].[t]",
            "SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?",
            List.of("[k]", "[l]", "[v]"),
            List.of("[k]", "[l]"),
            List.of("[v]"));
    assertThat(grammar.upsert(upsert))
        .containsExactly(
            """
            UPDATE t
            SET [v] = s.[v]
            FROM [dbo].[t] AS t WITH (UPDLOCK, HOLDLOCK)
            INNER JOIN (SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?) AS s \
            ON EXISTS (SELECT s.[k], s.[l] INTERSECT SELECT t.[k], t.[l])
            WHERE (t.[v] IS NULL AND s.[v] IS NOT NULL OR s.[v] > t.[v] \
            OR (s.[v] = t.[v] OR s.[v] IS NULL AND t.[v] IS NULL) AND 1 = 1)""",
            """
            INSERT INTO [dbo].[t] ([k], [l], [v])
            SELECT s.[k], s.[l], s.[v]
            FROM (SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?) AS s
            WHERE NOT EXISTS (SELECT 1 FROM [dbo].[t] AS t WITH (UPDLOCK, HOLDLOCK) \
            WHERE EXISTS (SELECT s.[k], s.[l] INTERSECT SELECT t.[k], t.[l]))""");
  }

  @Test
  void aTableOfKeysAloneIsOnlyInsertedInto() {
    Upsert upsert =
        new Upsert("[t]", "SELECT [k] FROM [s]", List.of("[k]"), List.of("[k]"), List.of());
    assertThat(grammar.upsert(upsert)).hasSize(1).first().asString().startsWith("INSERT INTO [t]");
  }
}
