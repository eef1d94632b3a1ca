package dev.medallion.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.Generated;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.Mixture;
import dev.medallion.source.AvroFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invoices that Event Hubs Capture wrote to files, on their way to bronze. */
class CaptureTest {
  private static final String NAME = "0_2026_11_21_17_30_00.avro";

  @TempDir Path folder;
  private Lakehouse lakehouse;
  private Path conf;

  @BeforeEach
  void open() throws IOException {
    lakehouse = new Lakehouse(folder);
    Files.createDirectories(lakehouse.landing());
    conf =
        Files.writeString(
            folder.resolve("capture.conf"),
            """
            pipeline = capture
            lake = lake
            jobs.bronze {
              layer = bronze
              source {
                type = avro
                path = landing
                body { format = json, schema = invoices/invoice.ddl }
              }
              sink { type = delta, table = invoices_bz }
            }
            """);
  }

  @Test
  void everyInvoiceArrivesAndEveryBadOneIsKept() throws IOException {
    Path lines = Files.createDirectory(folder.resolve("lines"));
    Generated made;
    try (var destination = new FolderDestination(lines, "made", 10_000)) {
      made = new InvoiceGenerator(new Mixture(500, 3, 0.1, 0.1, 0)).generate(destination);
    }
    byte[][] bodies;
    try (var files = Files.list(lines)) {
      List<String> all = Files.readAllLines(files.findFirst().orElseThrow(), UTF_8);
      bodies = all.stream().map(line -> line.getBytes(UTF_8)).toArray(byte[][]::new);
    }
    land(NAME, AvroFile.capture(bodies));
    land("empty_window.avro", AvroFile.capture());

    assertThat(drain().out())
        .isEqualTo(
            """
            bronze: batch 0, %d rows in, %d out, %d quarantined, RATE rows/s, 0 files behind
            Done. jobs=1 ok=1 failed=0 batches=1 rows_in=%d rows_out=%d quarantined=%d
            """
                .formatted(
                    made.lines(),
                    made.invoices(),
                    made.malformed(),
                    made.lines(),
                    made.invoices(),
                    made.malformed()));
    assertThat(lakehouse.bronze().count()).isEqualTo(made.invoices());
    assertThat(lakehouse.bronze().select("_sequence_number").distinct().count())
        .isEqualTo(made.invoices());
    assertThat(lakehouse.table("bronze/invoices_bz_quarantine").count())
        .isEqualTo(made.malformed());
    assertThat(lakehouse.landing()).isEmptyDirectory();
    assertThat(lakehouse.archive().resolve(NAME)).exists();
    assertThat(lakehouse.archive().resolve("empty_window.avro")).exists();
  }

  @Test
  void eventsAndDamageAreToldApart() throws IOException {
    byte[] file =
        AvroFile.capture(
            "{\"InvoiceNumber\":\"1\"}".getBytes(UTF_8),
            null,
            "not json".getBytes(UTF_8),
            new byte[] {(byte) 0xFF, 1});
    land("a.avro", file);
    land("b.avro", "no Avro".getBytes(UTF_8));

    assertThat(drain().code()).isZero();

    String time = "to_timestamp(_enqueued_time, 'M/d/yyyy h:mm:ss a')";
    assertThat(
            lakehouse
                .bronze()
                .orderBy("_sequence_number")
                .selectExpr(
                    "InvoiceNumber",
                    "_sequence_number",
                    "_offset",
                    "_enqueued_time",
                    "CAST(" + time + " AS STRING)",
                    "_source_file")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly(
            "1 100 4000 11/21/2026 5:31:08 PM 2026-11-21 17:31:08 " + landed("a.avro"),
            "null 101 4001 11/21/2026 5:31:08 PM 2026-11-21 17:31:08 " + landed("a.avro"));
    assertThat(
            lakehouse
                .table("bronze/invoices_bz_quarantine")
                .selectExpr("concat_ws(' | ', record, array_join(reasons, '; '), source_file)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "not json | not JSON: unrecognized token near byte 4 | " + landed("a.avro"),
            "base64:/wE= | not UTF-8 | " + landed("a.avro"),
            "bytes 0 to 7 of %s | from byte 0 of the file on: not an Avro file: it does not begin with Obj and 1 | %s"
                .formatted(landed("b.avro"), landed("b.avro")));
  }

  @Test
  void aRegistryThatIsAwayFailsTheJobAndLosesNothing() throws IOException {
    Files.writeString(
        folder.resolve("sale.avsc"),
        "{\"type\":\"record\",\"name\":\"Sale\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}");
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String registry =
        """
        body { format = avro, schema = sale.avsc, schema-registry {
          url = "http://127.0.0.1:%d", user = me, password = hidden-word, patience = 1 second } }
        """
            .formatted(port);
    Files.writeString(conf, Files.readString(conf).replaceFirst("body .*\\n", registry));
    land("a.avro", AvroFile.capture(new byte[] {0, 0, 0, 0, 1, 14}));

    Lakehouse.Ended ended = lakehouse.command(conf, "run", "--available-now");

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    String sentence =
        ("the schema registry http://127.0.0.1:%d cannot be asked: no connection for 1000 ms; check"
                + " jobs.bronze.source.body.schema-registry.url, or set"
                + " jobs.bronze.source.body.schema-registry.patience")
            .formatted(port);
    assertThat(ended.out() + ended.err()).contains(sentence).doesNotContain("hidden-word");
    assertThat(lakehouse.tracking("SELECT status, error_message FROM Task_Metadata"))
        .containsExactly("FAILED " + sentence);
    assertThat(lakehouse.landing().resolve("a.avro")).exists();
    String confluent = "jobs.bronze.source.body.wire-format=confluent";
    Files.writeString(conf, Files.readString(conf).replaceFirst("schema-registry(?s:.*?)}", ""));
    assertThat(lakehouse.command(conf, "run", "--available-now", "--set", confluent).code())
        .isZero();
    assertThat(lakehouse.bronze().select("id").collectAsList().get(0).getInt(0)).isEqualTo(7);
  }

  @Test
  void mistakesAreToldWithTheirPlace() throws IOException {
    Files.writeString(folder.resolve("bad.avsc"), "{\"type\":\"record\",\"name\":\"R\"}");
    Files.writeString(
        folder.resolve("taken.avsc"),
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"_offset\",\"type\":\"int\"}]}");
    Files.writeString(
        conf,
        """
        pipeline = capture
        lake = lake
        jobs {
          a { layer = bronze, sink { type = delta, table = a }
            source { type = avro, path = landing }
          }
          b { layer = bronze, sink { type = delta, table = b }
            source { type = avro, path = landing, schema = bad.avsc }
          }
          c { layer = bronze, sink { type = delta, table = c }
            source { type = avro, path = c, schema = c.avsc, body { format = text } }
          }
          d { layer = bronze, sink { type = delta, table = d }
            source { type = avro, path = d
              body { format = avro, schema-registry { url = "ftp://x", password = hidden-word } } }
          }
          e { layer = bronze, sink { type = delta, table = e }
            source { type = avro, path = e, body-field = Offset
              body { format = avro, schema = taken.avsc, wire-format = plain
                schema-registry { url = "http://me:hidden-too@x" } } }
          }
        }
        """);
    Lakehouse.Ended ended = Lakehouse.execute("check", conf.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err().replace(conf.toString(), "x.conf"))
        .isEqualTo(
            """
            x.conf: 5: jobs.a.source: needs schema, an Avro schema file, or for Event Hubs Capture \
            body { format = ... }
            x.conf: 8: jobs.b.source.schema: not an Avro schema for columns: Record has no fields: \
            {"type":"record","name":"R"}
            x.conf: 8: jobs.b.source.path: is read by the job a already
            x.conf: 11: jobs.c.source.schema: stands beside body, which has a schema of its own; \
            leave one out
            x.conf: 15: jobs.d.source.body.schema-registry.url: expected the address of a registry, \
            such as https://registry.example.com:8081
            x.conf: 15: jobs.d.source.body.schema-registry.password: stands without a user; set user \
            too
            x.conf: 15: jobs.d.source.body: a schema registry says how records were written, not \
            which columns are wanted: set schema to an Avro schema file, such as invoice.avsc
            x.conf: 18: jobs.e.source.body-field: not the name of a body: Duplicate field Offset in \
            record EventData: Offset type:UNION pos:2 and Offset type:UNION pos:0.
            x.conf: 19: jobs.e.source.body.schema: not an Avro schema for columns: _offset: the name \
            is taken, by a column above or by one that every job adds
            x.conf: 20: jobs.e.source.body.schema-registry.url: has a user in it; set user and \
            password instead
            x.conf: 20: jobs.e.source.body.schema-registry: is never asked with wire-format = plain; \
            leave one of them out
            """);
  }

  private Lakehouse.Ended drain() {
    Lakehouse.Ended ended = lakehouse.command(conf, "run", "--available-now");
    assertThat(ended.err()).isEmpty();
    return new Lakehouse.Ended(
        ended.code(), ended.out().replaceAll("\\d+ rows/s", "RATE rows/s"), ended.err());
  }

  private void land(String name, byte[] content) throws IOException {
    Files.write(lakehouse.landing().resolve(name), content);
  }

  private String landed(String name) {
    return "file:" + lakehouse.landing().resolve(name);
  }
}
