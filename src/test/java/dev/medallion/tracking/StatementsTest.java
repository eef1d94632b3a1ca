package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.jdbc.TransactSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements of the store as SQL Server gets them. */
class StatementsTest {
  private static final List<String> LOCK_ORDER =
      List.of(
          "Job_Lease",
          "Job_Metadata",
          "Task_Metadata",
          "Process_Parameter_Metadata",
          "Metadata_Logs");
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"([^\"\\n]*\\{schema\\}[^\"\\n]*)\"", Pattern.DOTALL);
  private static final Pattern WRITTEN =
      Pattern.compile("^(?:INSERT INTO|UPDATE|DELETE FROM) (\\w+)");

  @Test
  void scenarioReachesEveryStatement() throws IOException {
    assertThat(new Recording().statements()).containsAll(written());
  }

  @Test
  void everyStatementIsTransactSql() {
    assertThat(new Recording().statements())
        .allSatisfy(
            statement ->
                assertThatCode(() -> TransactSql.check(statement)).doesNotThrowAnyException());
  }

  @Test
  void whatOnlyH2KnowsIsNoTransactSql() throws IOException {
    assertThat(written())
        .filteredOn(statement -> statement.contains("SYSUTCDATETIME()"))
        .isNotEmpty()
        .map(statement -> statement.replace("SYSUTCDATETIME()", "LOCALTIMESTAMP(3)"))
        .allSatisfy(
            statement ->
                assertThatThrownBy(() -> TransactSql.check(statement))
                    .isInstanceOf(AssertionError.class));
  }

  @Test
  void locksAreTakenInOneOrder() {
    List<List<String>> transactions = new Recording().transactions();

    assertThat(transactions).hasSizeGreaterThan(20).allSatisfy(StatementsTest::inOrder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job_Metadata Job_Lease",
        "Job_Lease Task_Metadata Job_Metadata",
        "Job_Lease Metadata_Logs Task_Metadata",
        "Job_Lease Metadata_Logs Process_Parameter_Metadata"
      })
  void swappedStatementsAreNoticed(String tables) {
    List<String> swapped =
        Stream.of(tables.split(" ")).map(table -> "UPDATE " + table + " SET x = 1").toList();

    assertThat(isInOrder(swapped)).isFalse();
  }

  private static void inOrder(List<String> statements) {
    assertThat(isInOrder(statements)).as("%s", statements).isTrue();
  }

  private static boolean isInOrder(List<String> statements) {
    List<Integer> places =
        statements.stream().flatMap(StatementsTest::table).map(LOCK_ORDER::indexOf).toList();
    return places.stream().sorted().toList().equals(places);
  }

  /** The table that a statement writes; those of retention have their own rule. */
  private static Stream<String> table(String statement) {
    Matcher written = WRITTEN.matcher(statement);
    return written.find() && LOCK_ORDER.contains(written.group(1))
        ? Stream.of(written.group(1))
        : Stream.empty();
  }

  /** What the sources have, as it is sent. */
  private static Set<String> written() throws IOException {
    Set<String> statements = new LinkedHashSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/medallion/tracking"))) {
      for (Path file : files.toList()) {
        Matcher literal = LITERAL.matcher(Files.readString(file));
        while (literal.find()) {
          String text = literal.group(1) == null ? literal.group(2) : literal.group(1);
          if (text.contains("{schema}.")) {
            statements.add(
                Recording.plain(
                    text.replace("{schema}.", "").replace("{now}", "SYSUTCDATETIME()")));
          }
        }
      }
    }
    assertThat(statements).hasSizeGreaterThan(30);
    return statements;
  }
}
