package dev.medallion.cli;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** A lake on which jobs have run, and what is told of it. */
record Told(Sketch sketch) {
  private static final String CONF =
      """
      jobs {
        bronze {
          layer = bronze
          source { type = json, path = "%s/in", schema = sale.ddl, max-files-per-batch = 1 }
          sink { type = delta, table = sales }
        }
        silver {
          layer = silver
          source { type = delta, table = sales, max-files-per-batch = 1 }
          expect { has-shop = "shop IS NOT NULL" }
          sql = dear.sql
          ensure { is-positive = "price > 0" }
          sink { type = delta, table = dear }
        }
        gold {
          layer = gold
          source { type = delta, table = dear, max-files-per-batch = 1 }
          sql = shops.sql
          output-mode = update
          sink { type = delta, table = shops, mode = upsert, keys = [shop] }
        }
      }
      """;

  /**
   * Runs three jobs in a folder, three batches each, with a malformed record, a row that breaks a
   * rule of the input and one that breaks a rule of the result.
   */
  static Told prepare(Path folder) {
    Sketch sketch =
        new Sketch(folder)
            .write("sale.ddl", "shop STRING, price BIGINT")
            .write("dear.sql", "SELECT shop, price FROM input WHERE price < 100")
            .write("shops.sql", "SELECT shop, SUM(price) AS price FROM input GROUP BY shop");
    sketch.land("in/1.json", sale("a", 1), sale("b", 2), "nonsense");
    sketch.land("in/2.json", sale("a", 3), "{\"price\":4}", sale("a", -5));
    sketch.land("in/3.json", sale("b", 6), sale("c", 700), sale("c", 8), sale("d", 9));
    Ended ended = sketch.conf(CONF).drain();
    if (ended.code() != 0) {
      throw new AssertionError(ended.out() + ended.err());
    }
    return new Told(sketch);
  }

  private static String sale(String shop, int price) {
    return "{\"shop\":\"%s\",\"price\":%d}".formatted(shop, price);
  }

  /** The same in another folder. */
  Told copy(Path folder) {
    try {
      FileUtils.copyDirectory(sketch.folder().toFile(), folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Told copied = new Told(new Sketch(folder));
    copied.change(
        folder.resolve("x.conf"),
        text -> text.replace(sketch.folder().toString(), folder.toString()));
    copied
        .sketch()
        .lakehouse()
        .change(
            "UPDATE Job_Metadata SET checkpoint_location = REPLACE(checkpoint_location, '%s', '%s')"
                .formatted(sketch.folder(), folder));
    return copied;
  }

  Ended reconcile(String... more) {
    Path conf = sketch.folder().resolve("x.conf");
    return Lakehouse.execute(
        Stream.concat(Stream.of("reconcile", conf.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  /** What a command printed, without what differs from one time to the next. */
  List<String> lines(Ended ended) {
    return ended
        .out()
        .lines()
        .map(line -> line.replace(sketch.folder().toString(), "~"))
        .map(Told::plain)
        .toList();
  }

  /** What the successful task rows say, but when and in which attempt. */
  List<String> rows() {
    return sketch
        .lakehouse()
        .tracking(
            "SELECT j.job_name, t.batch_id, t.input_rows, t.output_rows, t.quarantined_rows,"
                + " t.rejected_rows, t.skipped_rows, t.delta_version, t.start_offsets,"
                + " t.end_offsets, CASE WHEN t.end_time IS NULL THEN 'open' ELSE 'ended' END"
                + " FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id"
                + " WHERE t.status IN ('COMPLETED', 'RECOVERED')"
                + " ORDER BY j.job_name, t.batch_id");
  }

  /** What was changed by hand or by repair: task, field, old and new value. */
  List<String> operations() {
    return sketch
        .lakehouse()
        .tracking(
            "SELECT entity, field, old_value, new_value FROM Metadata_Logs"
                + " WHERE event_type = 'OPERATOR_ACTION' ORDER BY log_id")
        .stream()
        .map(Told::plain)
        .toList();
  }

  private static String plain(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
  }

  /** Changes the tracking store. */
  void tracking(String... statements) {
    Stream.of(statements).forEach(sketch.lakehouse()::change);
  }

  /** The commit file of a version. */
  Path log(String table, long version) {
    return path("lake/" + table + "/_delta_log/%020d.json".formatted(version));
  }

  Path path(String below) {
    return sketch.folder().resolve(below);
  }

  /** Cleans up what a table's log has before a version, as Delta does behind a checkpoint of it. */
  void clean(String table, long before) {
    SparkSession.active()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.checkpointPolicy' = 'v2')"
                .formatted(path("lake/" + table)));
    DeltaLog.forTable(SparkSession.active(), path("lake/" + table).toString()).checkpoint();
    for (long version = 0; version < before; version++) {
      delete(log(table, version));
    }
  }

  /** Deletes a file with the checksums of Hadoop and Delta beside it. */
  void delete(Path file) {
    try {
      Files.delete(file);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a file, and takes away Hadoop's checksum, which would tell. */
  void change(Path file, UnaryOperator<String> change) {
    try {
      String before = Files.readString(file);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new AssertionError("nothing changed in " + file);
      }
      Files.writeString(file, after);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
