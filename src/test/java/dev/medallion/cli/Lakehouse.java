package dev.medallion.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A lake with a landing folder of its own, on which commands are run in this JVM; what they left is
 * read with plain Spark and plain SQL.
 */
public record Lakehouse(Path folder) {
  private static final Set<String> JOBS =
      Set.of("bronze", "silver", "store-sales", "customer-rewards");

  /** What a command printed and how it ended. */
  public record Ended(int code, String out, String err) {}

  public Path lake() {
    return folder.resolve("lake");
  }

  public Path landing() {
    return folder.resolve("landing");
  }

  public Path archive() {
    return folder.resolve("landing_archive");
  }

  /** Runs a command on the shipped configuration of the invoices. */
  public Ended command(String name, String... more) {
    return command(Path.of("conf/invoices.conf"), name, more);
  }

  public Ended command(Path conf, String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name, conf.toString()));
    arguments.addAll(List.of("--set", "lake=" + lake()));
    arguments.addAll(List.of("--set", "jobs.bronze.source.path=" + landing()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  public static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Medallion.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  /** Drains some jobs, bronze and silver where none is named. */
  public Ended drain(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--available-now"));
    arguments.addAll(List.of(more));
    if (Stream.of(more).noneMatch(JOBS::contains)) {
      arguments.addAll(List.of("bronze", "silver"));
    }
    return command("run", arguments.toArray(String[]::new));
  }

  public void land(String name, String content) {
    try {
      Files.createDirectories(landing());
      Files.writeString(landing().resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Dataset<Row> table(String name) {
    return SparkSession.active().read().format("delta").load(lake().resolve(name).toString());
  }

  public Dataset<Row> bronze() {
    return table("bronze/invoices_bz");
  }

  public Dataset<Row> silver() {
    return table("silver/invoice_line_items");
  }

  /** Changes the tracking store by hand. */
  public void change(String statement) {
    try (Connection connection = connect()) {
      connection.createStatement().executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    String url =
        "jdbc:h2:file:%s/_tracking/medallion;AUTO_SERVER=TRUE".formatted(lake().toAbsolutePath());
    return DriverManager.getConnection(url, "", "");
  }

  /** The rows of a query on the tracking store, each as its values joined by a blank. */
  public List<String> tracking(String query) {
    try (Connection connection = connect();
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(joined(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String joined(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      values.add(String.valueOf(row.getString(column)));
    }
    return String.join(" ", values);
  }
}
