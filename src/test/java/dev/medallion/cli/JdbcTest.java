package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications for loans, from files into a table of a database. */
class JdbcTest {
  @TempDir Path folder;
  private Lakehouse lakehouse;
  private String url;

  @BeforeEach
  void open() throws IOException {
    lakehouse = new Lakehouse(folder);
    url = "jdbc:h2:file:" + folder.resolve("shop");
    Files.writeString(folder.resolve("loans.sql"), "SELECT id, name, amount, made FROM input");
    Files.writeString(
        folder.resolve("loan.ddl"), "id BIGINT, name STRING, amount DECIMAL(9,2), made DATE");
  }

  @Test
  void aRowThatTheTableRefusesIsNamedAndTheRestWaitsForItsRepair() throws Exception {
    change(
        "CREATE TABLE loans (id BIGINT PRIMARY KEY, name VARCHAR(5), amount DECIMAL(12, 2),"
            + " made DATE)");
    land("1.json", "Ada", 1, 2);
    assertThat(drain("mode = append").code()).isZero();
    land("2.json", "Bo", 3, 4);
    land("3.json", "Cornelius", 5, 5);

    for (int attempt = 1; attempt <= 2; attempt++) {
      Ended refused = drain("mode = append");
      assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
      assertThat(refused.out())
          .contains(
              """
              loans failed: loans at %s does not take the row with id = '5', name = 'Cornelius', \
              amount = '5.50', made = '2026-01-05': Value too long for column \
              "NAME CHARACTER VARYING(5)": "'Cornelius' (9)"
              """
                  .formatted(url));
      assertThat(refused.out() + refused.err()).doesNotContain("\tat ").doesNotContain("geheim");
      assertThat(loans()).containsExactly("1 Ada 1.50 2026-01-01", "2 Ada 2.50 2026-01-02");
    }

    change("ALTER TABLE loans ALTER COLUMN name VARCHAR(20)");
    assertThat(drain("mode = append").code()).isZero();
    assertThat(loans())
        .containsExactly(
            "1 Ada 1.50 2026-01-01",
            "2 Ada 2.50 2026-01-02",
            "3 Bo 3.50 2026-01-03",
            "4 Bo 4.50 2026-01-04",
            "5 Cornelius 5.50 2026-01-05");
    assertThat(
            lakehouse.tracking(
                "SELECT status, input_rows, output_rows, target FROM Task_Metadata ORDER BY"
                    + " task_id"))
        .containsExactly(
            "COMPLETED 2 2 loans at " + url,
            "FAILED null null loans at " + url,
            "FAILED null null loans at " + url,
            "COMPLETED 3 3 loans at " + url);
    assertThat(
            rows(
                "SELECT UPPER(table_name) FROM INFORMATION_SCHEMA.TABLES WHERE table_schema = 'PUBLIC' ORDER BY 1"))
        .containsExactly("LOANS", "MEDALLION_BATCHES");
  }

  @Test
  void anUpsertKeepsTheLatestOfEachKey() throws Exception {
    String upsert = "mode = upsert, keys = [id], latest-by = [made, name]";
    land("1.json", "a", 1, 3);
    assertThat(drain(upsert).code()).isZero();
    land("2.json", "b", 2, 4);
    land("3.json", "Z", 1, 1);
    assertThat(drain(upsert).code()).isZero();
    assertThat(loans())
        .containsExactly(
            "1 a 1.50 2026-01-01",
            "2 b 2.50 2026-01-02",
            "3 b 3.50 2026-01-03",
            "4 b 4.50 2026-01-04");
  }

  @Test
  void whatDoesNotFitIsToldBeforeTheStart() throws Exception {
    assertThat(check("mode = upsert, table = \"a.b.c\", password = geheim").err().lines())
        .containsExactly(
            "loans.conf: 6: jobs.loans.sink.table: 'a.b.c' is neither table nor schema.table",
            "loans.conf: 6: jobs.loans.sink.keys: is missing; expected a list, such as [a, b]");
    assertThat(check("keys = [id], writers = 2000, connect-timeout = 1 ms").err().lines())
        .containsExactly(
            "loans.conf: 6: jobs.loans.sink.connect-timeout: 1 ms is too short; 1 second is the"
                + " least",
            "loans.conf: 6: jobs.loans.sink.keys: is for mode = upsert",
            "loans.conf: 6: jobs.loans.sink.writers: 2000 are too many; 1000 is the most");
    assertThat(check("url = \"jdbc:postgresql://h/d\"").err())
        .isEqualTo(
            "loans.conf: 6: jobs.loans.sink.url: '***' is not a database this"
                + " program knows; it would begin with jdbc:sqlserver: or jdbc:h2:\n");
    assertThat(check("mode = upsert, keys = [number]").err())
        .isEqualTo(
            "loans.conf: 6: jobs.loans.sink: cannot write these rows: keys names number, but the"
                + " columns are id, name, amount, made\n");
  }

  @Test
  void noSecretIsShown() throws Exception {
    Ended effective =
        check("url = \"jdbc:sqlserver://nowhere.invalid;databaseName=shop;password=geheim\"");
    assertThat(effective.code()).isZero();
    assertThat(effective.out()).doesNotContain("geheim").contains("jobs.loans.sink.url");
  }

  private Ended drain(String sink) throws IOException {
    return Lakehouse.execute("run", conf(sink).toString(), "--available-now");
  }

  private Ended check(String sink) throws IOException {
    Path conf = conf(sink);
    Ended ended = Lakehouse.execute("check", conf.toString());
    return new Ended(ended.code(), ended.out(), ended.err().replace(conf.toString(), "loans.conf"));
  }

  private Path conf(String sink) throws IOException {
    return Files.writeString(
        folder.resolve("loans.conf"),
        """
        pipeline = loans
        lake = "%s"
        jobs.loans {
          layer = gold
          source { type = json, path = "%s", schema = loan.ddl }
          sink { type = jdbc, url = "%s", table = loans, %s }
          sql = loans.sql
        }
        """
            .formatted(lakehouse.lake(), lakehouse.landing(), url, sink));
  }

  private void land(String file, String name, int first, int last) {
    StringBuilder lines = new StringBuilder();
    for (int id = first; id <= last; id++) {
      lines.append(
          """
          {"id": %1$d, "name": "%2$s", "amount": %1$d.5, "made": "2026-01-0%1$d"}
          """
              .formatted(id, name));
    }
    lakehouse.land(file, lines.toString());
  }

  private List<String> loans() throws SQLException {
    return rows("SELECT id, name, amount, made FROM loans ORDER BY id");
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        ResultSet found = connection.createStatement().executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          values.add(found.getString(i));
        }
        rows.add(String.join(" ", values));
      }
      return rows;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url + ";AUTO_SERVER=TRUE", "", "");
  }
}
