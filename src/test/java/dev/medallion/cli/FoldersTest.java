package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV, text and Parquet on their way from a folder to a table, an archive and a quarantine. */
class FoldersTest {
  private static final String COUNTS =
      "SELECT batch_id, status, input_rows, output_rows, quarantined_rows, source_lag"
          + " FROM Task_Metadata ORDER BY task_id";

  @TempDir Path folder;
  private Lakehouse lakehouse;
  private Path conf;

  @BeforeEach
  void open() throws IOException {
    lakehouse = new Lakehouse(folder);
    Files.createDirectories(lakehouse.landing());
    conf = folder.resolve("shop.conf");
    Files.writeString(folder.resolve("sale.ddl"), "id INT, name STRING, price DECIMAL(9,2)");
  }

  @Test
  void csvIsReadKeptBackArchivedAndReadOnce() throws IOException {
    source("type = csv, schema = sale.ddl, header = true, keep-raw = true");
    lakehouse.land("a.csv", "id,name,price\n1,\"Tea, black\",2.50\n2,,x\n3,Cup\n");
    lakehouse.land("b.csv", "price;id;name\n1;2;3\n");

    assertThat(drain())
        .isEqualTo("bronze: batch 0, 4 rows in, 1 out, 3 quarantined, 0 files behind");

    assertThat(rows("bronze/sales", "id", "name", "price", "_raw", "_source_file"))
        .containsExactly("1 | Tea, black | 2.50 | 1,\"Tea, black\",2.50 | " + landed("a.csv"));
    assertThat(
            rows("bronze/sales_quarantine", "array_join(reasons, '; ')", "record", "source_file"))
        .containsExactlyInAnyOrder(
            "price: expected decimal(9,2), found \"x\" | 2,,x | " + landed("a.csv"),
            "number of fields: expected 3, found 2 | 3,Cup | " + landed("a.csv"),
            "from byte 0 of the file on: the header lacks the column id; nothing of the file is"
                + " read | bytes 0 to 20 of %1$s | %1$s".formatted(landed("b.csv")));
    assertThat(lakehouse.landing()).isEmptyDirectory();
    assertThat(lakehouse.archive().resolve("a.csv")).exists();

    lakehouse.land("c.csv", "price,id,name\n,4,Pot\n");
    assertThat(drain())
        .isEqualTo("bronze: batch 1, 1 rows in, 1 out, 0 quarantined, 0 files behind");
    assertThat(rows("bronze/sales", "id")).containsExactlyInAnyOrder("1", "4");
    assertThat(lakehouse.tracking(COUNTS))
        .containsExactly("0 COMPLETED 4 1 3 {\"files\":0}", "1 COMPLETED 1 1 0 {\"files\":0}");
  }

  @Test
  void parquetIsReadKeptBackArchivedAndReadOnce() throws IOException {
    source("type = parquet, schema = sale.ddl, max-files-per-batch = 2");
    parquet("a.parquet", "SELECT id, 'Cup' AS name, CAST(id AS DECIMAL(5,2)) AS price FROM sales");
    parquet("b.parquet", "SELECT id, 'Pot' AS name, CAST(id AS DOUBLE) AS price FROM sales");
    lakehouse.land("c.parquet", "PAR1");

    lakehouse.command(conf, "run", "--available-now");

    assertThat(rows("bronze/sales", "id", "name", "price", "_source_file"))
        .containsExactlyInAnyOrder(
            "0 | Cup | 0.00 | " + landed("a.parquet"), "1 | Cup | 1.00 | " + landed("a.parquet"));
    assertThat(rows("bronze/sales_quarantine", "array_join(reasons, '; ')", "record"))
        .containsExactlyInAnyOrder(
            "from row 1 of the file on: price: expected decimal(9,2), found double | from row 1 on"
                + " of "
                + landed("b.parquet"),
            "from row 1 of the file on: damaged or no Parquet: %1$s is not a Parquet file (length is too low: 4) | from row 1 on of %1$s"
                .formatted(landed("c.parquet")));
    assertThat(lakehouse.landing()).isEmptyDirectory();
    assertThat(drain()).isEmpty();
    assertThat(lakehouse.tracking(COUNTS))
        .containsExactly("0 COMPLETED 3 2 1 {\"files\":1}", "1 COMPLETED 1 0 1 {\"files\":0}");
  }

  @Test
  void linesOfTextGoThroughTheSql() throws IOException {
    source("type = text", "sql = words.sql");
    Files.writeString(
        folder.resolve("words.sql"),
        "SELECT split(value, ' ')[0] AS word, _source_file FROM input WHERE value != ''");
    lakehouse.land("a.txt", "one and\n\ntwo\r\n");

    assertThat(drain())
        .isEqualTo("bronze: batch 0, 3 rows in, 2 out, 0 quarantined, 0 files behind");
    assertThat(rows("bronze/sales", "word")).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void mistakesAreToldWithTheirPlace() throws IOException {
    Files.writeString(folder.resolve("nested.ddl"), "a ARRAY<INT>");
    Files.writeString(folder.resolve("raw.ddl"), "_raw STRING");
    Files.writeString(
        conf,
        """
        pipeline = shop
        jobs {
          a { layer = bronze, sink { type = delta, table = a }
            source { type = csv, path = a, schema = nested.ddl, delimiter = ab }
          }
          b { layer = bronze, sink { type = delta, table = b }
            source { type = csv, path = b, schema = raw.ddl, delimiter = "'", quote = "'"
              escape = "é", keep-raw = true, header = yes }
          }
          c { layer = bronze, sink { type = delta, table = c }
            source { type = text, path = c, schema = raw.ddl }
          }
          d { layer = bronze, sink { type = delta, table = d }
            source { type = parquet, path = d }
          }
        }
        """);
    Lakehouse.Ended ended = Lakehouse.execute("check", conf.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err().replace(conf.toString(), "x.conf"))
        .isEqualTo(
            """
            x.conf: 4: jobs.a.source.delimiter: expected one character of ASCII that ends no line; \
            found "ab"
            x.conf: 4: jobs.a.source.schema: not a schema in DDL: a: type array<int> cannot be read \
            from CSV; use string, binary, boolean, tinyint, smallint, int, bigint, float, double, \
            decimal, date, timestamp or timestamp_ntz
            x.conf: 7: jobs.b.source.delimiter: is also quote or escape; choose another character
            x.conf: 7: jobs.b.source.schema: not a schema in DDL: _raw: the name is taken, by a \
            column above or by one that every job adds
            x.conf: 8: jobs.b.source.escape: expected one character of ASCII that ends no line; \
            found "é"
            x.conf: 8: jobs.b.source.header: expected true or false; found "yes"
            x.conf: 11: jobs.c.source.schema: unknown key; known here: archive, \
            max-files-per-batch, path, type
            x.conf: 14: jobs.d.source.schema: is missing; expected a text
            """);
  }

  private void source(String options, String... job) throws IOException {
    Files.writeString(
        conf,
        """
        pipeline = shop
        jobs.bronze {
          layer = bronze
          source { path = landing, %s }
          %s
          sink { type = delta, table = sales }
        }
        """
            .formatted(options, String.join("\n", job)));
  }

  private void parquet(String name, String query) throws IOException {
    SparkSession spark = LocalSpark.session();
    spark.range(2).selectExpr("int(id) AS id").createOrReplaceTempView("sales");
    Path made = folder.resolve("made");
    spark.sql(query).coalesce(1).write().mode("overwrite").parquet(made.toString());
    try (var files = Files.list(made)) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.move(part, lakehouse.landing().resolve(name));
    }
  }

  /** The first line of a drain, without its rate; nothing if no batch was made. */
  private String drain() {
    Lakehouse.Ended ended = lakehouse.command(conf, "run", "--available-now");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    return ended
        .out()
        .replaceAll(" \\d+ rows/s,", "")
        .lines()
        .filter(line -> line.startsWith("bronze: batch"))
        .findFirst()
        .orElse("");
  }

  private List<String> rows(String table, String... columns) {
    return lakehouse
        .table(table)
        .selectExpr("concat_ws(' | ', " + String.join(", ", columns) + ")")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private String landed(String name) {
    return "file:" + lakehouse.landing().resolve(name);
  }
}
