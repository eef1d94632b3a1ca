package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The questions that the documentation answers are Transact-SQL. */
class DocumentedSqlTest {
  private static final Pattern QUESTION = Pattern.compile("(?m)^ {4}SELECT (?:.*\\n {4})*?.*?;$");

  @Test
  void questionsOfTheTrackingSchemaAreTransactSql() throws IOException {
    String page = Files.readString(Path.of("docs/sql-server.md"));

    List<String> questions =
        QUESTION
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .filter(question -> question.contains(" tracking."))
            .toList();

    assertThat(questions).hasSize(6).allSatisfy(TransactSql::check);
  }
}
