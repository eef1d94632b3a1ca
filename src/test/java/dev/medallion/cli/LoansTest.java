package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipeline of a lender, from a topic of a real broker to files and a database. */
class LoansTest {
  private static final Pattern TOLD =
      Pattern.compile(
          "Generated (\\d+) lines in topic \\S+: (\\d+) applications \\(\\d+ of them repeated, \\d+"
              + " late\\), (\\d+) without a start date, (\\d+) with a start that is no date, (\\d+)"
              + " that end before they start, and (\\d+) sound ones \\((\\d+) different\\) worth"
              + " ([0-9.]+), and (\\d+) malformed lines\\.\n");
  private static final String VERSION =
      """
      {"application_id":"LA1","submitted_at":"%s","branch":"BR1","customer":"C1","product":"CAR",\
      "purpose":"new car","status":"%s","amount":1000.50,"currency":"INR","term_months":12,\
      "interest_rate":9.10,"start_date":%s,"end_date":%s,"applicant":{"name":"A B",\
      "employment":"RETIRED","monthly_income":10.00,"address":{"city":"X","state":"Y"}}}""";

  private static final String FILE_ROW = row("unix_millis(submitted_at)");
  private static final String TABLE_ROW =
      row("CAST(EXTRACT(EPOCH FROM submitted_at) * 1000 AS BIGINT)");

  @TempDir Path folder;
  private Lakehouse lakehouse;
  private TopicLines topic;

  @BeforeEach
  void open() {
    lakehouse = new Lakehouse(folder);
    topic = TopicLines.open("loans", "amount");
  }

  @Test
  void everyApplicationIsInSilverOrInQuarantine() {
    List<MatchResult> told = new ArrayList<>();
    for (String seed : List.of("1", "2")) {
      told.add(generate(seed));
      assertThat(drain().code()).isZero();
    }
    List<JsonNode> good = topic.good();
    List<JsonNode> sound = good.stream().filter(loan -> fault(loan).isEmpty()).toList();
    assertThat(
            Stream.of(2, 3, 4, 5, 6, 7, 9)
                .map(
                    number ->
                        told.stream().mapToInt(it -> Integer.parseInt(it.group(number))).sum()))
        .containsExactly(
            good.size(),
            count(good, "has-start"),
            count(good, "start-is-a-date"),
            count(good, "ends-after-start"),
            sound.size(),
            (int) sound.stream().distinct().count(),
            topic.malformed().size());

    assertThat(lakehouse.table("bronze/loan_applications_bz").count()).isEqualTo(good.size());
    assertThat(texts(lakehouse.table("bronze/loan_applications_bz_quarantine"), "record"))
        .containsExactlyInAnyOrderElementsOf(topic.malformed());
    assertThat(texts(files(), FILE_ROW)).containsExactlyInAnyOrderElementsOf(rows(sound));
    assertThat(database(TABLE_ROW))
        .containsExactlyInAnyOrderElementsOf(rows(sound.stream().distinct().toList()));
    for (String quarantine : List.of("loan_applications", "silver-table")) {
      assertThat(quarantined("silver/" + quarantine + "_quarantine"))
          .containsExactlyInAnyOrderElementsOf(
              good.stream()
                  .filter(loan -> !fault(loan).isEmpty())
                  .map(loan -> loan.get("application_id").asText() + " " + fault(loan))
                  .toList());
    }
  }

  @Test
  @Tag("long")
  void theTableKeepsTheVersionThatWasSubmittedLast() {
    version("2026-01-01T09:00:00Z", "second", "\"2026-02-01\"", "\"2027-02-01\"");
    version("2026-01-01T08:00:00Z", "first", "\"2026-02-01\"", "\"2027-02-01\"");
    assertThat(drain().code()).isZero();
    assertThat(database("status")).containsExactly("second");
    version("2026-01-01T08:30:00Z", "between", "\"2026-02-01\"", "\"2027-02-01\"");
    version("2026-01-01T10:00:00Z", "wrong", "null", "null");
    assertThat(drain().code()).isZero();
    assertThat(database("status")).containsExactly("second");
    assertThat(texts(files(), "status")).containsExactlyInAnyOrder("first", "second", "between");
  }

  @Test
  void datesThatAreNoneAreKeptBackEachForItsReason() {
    version("2026-01-01T08:00:00Z", "ok", "\"2026-02-28\"", "\"2026-02-28\"");
    version("2026-01-01T08:00:00Z", "open", "\"2024-02-29\"", "null");
    version("2026-01-01T08:00:00Z", "no start", "null", "\"2026-02-28\"");
    version("2026-01-01T08:00:00Z", "blank", "\"\"", "\"2026-02-28\"");
    version("2026-01-01T08:00:00Z", "short", "\"2026-3-01\"", "\"2026-02-28\"");
    version("2026-01-01T08:00:00Z", "with time", "\"2026-03-01T00:00:00\"", "\"2027-02-28\"");
    version("2026-01-01T08:00:00Z", "no day", "\"2026-02-29\"", "\"never\"");
    version("2026-01-01T08:00:00Z", "backwards", "\"2026-02-28\"", "\"2026-02-27\"");

    assertThat(drain().code()).isZero();

    assertThat(texts(files(), "concat_ws(' ', status, start_date, end_date)"))
        .containsExactlyInAnyOrder("ok 2026-02-28 2026-02-28", "open 2024-02-29");
    assertThat(
            texts(
                lakehouse.table("silver/loan_applications_quarantine"),
                "concat_ws(' ', get_json_object(record, '$.status'), transform(reasons, r ->"
                    + " split_part(r, ':', 1)))"))
        .containsExactlyInAnyOrder(
            "no start has-start",
            "blank start-is-a-date",
            "short start-is-a-date ends-after-start",
            "with time start-is-a-date",
            "no day start-is-a-date end-is-a-date",
            "backwards ends-after-start");
  }

  private void version(String submitted, String status, String start, String end) {
    topic.send("LA1", VERSION.formatted(submitted, status, start, end));
  }

  private MatchResult generate(String seed) {
    String sentence =
        topic.generate(
            "loans",
            Stream.of(
                    "--count 500 --malformed 0.05 --duplicates 0.1 --late 0.1 --no-start 0.05"
                        + " --no-date 0.05 --end-before-start 0.05 --seed "
                        + seed)
                .flatMap(options -> Stream.of(options.split(" ")))
                .toArray(String[]::new));
    var matcher = TOLD.matcher(sentence);
    assertThat(matcher.matches()).as(sentence).isTrue();
    return matcher.toMatchResult();
  }

  private Ended drain() {
    return TopicHouse.run(
        "conf/loan-applications.conf",
        List.of(),
        List.of(
            "lake=" + lakehouse.lake(),
            "jobs.bronze.source.bootstrap-servers=" + topic.broker().bootstrap(),
            "jobs.bronze.source.topics=" + topic.topic()));
  }

  private Dataset<Row> files() {
    return SparkSession.active()
        .read()
        .parquet(lakehouse.lake().resolve("silver/loan_applications").toString());
  }

  /** The rows of the table, as plain JDBC reads them. */
  private List<String> database(String expression) {
    String url = "jdbc:h2:file:%s/loans;AUTO_SERVER=TRUE".formatted(lakehouse.lake());
    try (var connection = DriverManager.getConnection(url, "", "");
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT " + expression + " FROM loan_applications")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int count(List<JsonNode> loans, String fault) {
    return (int) loans.stream().filter(loan -> fault(loan).equals(fault)).count();
  }

  /** The rule that a generated application breaks; empty if none. */
  private static String fault(JsonNode loan) {
    if (!loan.hasNonNull("start_date")) {
      return "has-start";
    }
    try {
      LocalDate start = LocalDate.parse(loan.get("start_date").asText());
      LocalDate end = LocalDate.parse(loan.get("end_date").asText());
      return end.isBefore(start) ? "ends-after-start" : "";
    } catch (DateTimeParseException e) {
      return "start-is-a-date";
    }
  }

  private List<String> quarantined(String table) {
    return texts(
        lakehouse.table(table),
        "concat_ws(' ', get_json_object(record, '$.application_id'), transform(reasons, r ->"
            + " split_part(r, ':', 1)))");
  }

  /** All columns as one text, in a SQL that Spark and H2 know. */
  private static String row(String millis) {
    return "concat_ws(' | ', application_id, %s, branch, customer, product, purpose, status, amount,"
            .formatted(millis)
        + " currency, term_months, interest_rate, start_date, end_date, applicant_name, employment,"
        + " monthly_income, city, state)";
  }

  private static List<String> rows(List<JsonNode> loans) {
    return loans.stream().map(LoansTest::row).toList();
  }

  private static String row(JsonNode loan) {
    JsonNode applicant = loan.get("applicant");
    return Stream.of(
            loan.get("application_id").asText(),
            Instant.parse(loan.get("submitted_at").asText()).toEpochMilli(),
            loan.get("branch").asText(),
            loan.get("customer").asText(),
            loan.get("product").asText(),
            loan.get("purpose").asText(),
            loan.get("status").asText(),
            loan.get("amount").decimalValue(),
            loan.get("currency").asText(),
            loan.get("term_months").asInt(),
            loan.get("interest_rate").decimalValue(),
            loan.get("start_date").asText(),
            loan.get("end_date").asText(),
            applicant.get("name").asText(),
            applicant.get("employment").asText(),
            applicant.get("monthly_income").decimalValue(),
            applicant.get("address").get("city").asText(),
            applicant.get("address").get("state").asText())
        .map(String::valueOf)
        .collect(java.util.stream.Collectors.joining(" | "));
  }

  private static List<String> texts(Dataset<Row> rows, String expression) {
    return rows.selectExpr(expression).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
