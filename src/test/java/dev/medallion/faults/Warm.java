package dev.medallion.faults;

import dev.medallion.Child;
import dev.medallion.Delivery;
import dev.medallion.LocalSpark;
import dev.medallion.Trial;
import dev.medallion.cli.Lakehouse;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Invoices in two files, each a batch, and the program in this JVM. */
final class Warm {
  /** In each file. */
  static final int RECORDS = 20;

  private final SparkSession spark = LocalSpark.session();
  private final Trial trial;
  private final Delivery delivery;
  private final List<String> jobs;
  private final List<String> settings = new ArrayList<>();

  Warm(Path folder, String... jobs) throws IOException {
    this.trial = new Trial(folder);
    this.delivery = new Delivery(trial);
    this.jobs = List.of(jobs);
    set("lake", trial.lake().toString());
    set("jobs.bronze.source.path", trial.landing().toString());
    set("jobs.bronze.source.max-files-per-batch", "1");
    set("jobs.silver.source.max-files-per-batch", "1");
    deliver(1);
    deliver(2);
  }

  void deliver(int number) throws IOException {
    delivery.generate("invoices-" + number, new Mixture(RECORDS, number, 0.1, 0.1, 0));
  }

  /** A setting above those of the file, and above an earlier one of the same path. */
  Warm set(String path, String value) {
    settings.removeIf(setting -> setting.startsWith(path + "="));
    settings.add(path + "=" + value);
    return this;
  }

  Trial trial() {
    return trial;
  }

  Delivery delivery() {
    return delivery;
  }

  Ended drain() {
    return command("run", "--available-now");
  }

  /** A command on the jobs. */
  Ended command(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of(name, "conf/invoices.conf"));
    arguments.addAll(List.of(options));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(jobs);
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  /** Starts {@code run} in a process of its own. */
  Child child(Map<String, String> environment, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "conf/invoices.conf"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of(more));
    return Child.start(trial.folder(), environment, arguments);
  }

  /** Drains with a failpoint; whether it was reached. */
  boolean drain(String failpoint) {
    Failpoint.plan(failpoint);
    try {
      drain();
      return Failpoint.happened();
    } finally {
      Failpoint.plan("");
    }
  }

  /** Drains what a fault has left; that succeeds, or the words of the run are thrown. */
  Verdict verdict() throws IOException, SQLException {
    Ended ended = drain();
    if (ended.code() != 0 || ended.out().contains("tracking entries wait in")) {
      throw new AssertionError("a run after the fault ended with " + ended);
    }
    return found();
  }

  Verdict found() throws IOException, SQLException {
    return new Verifier(trial, delivery.contents(), jobs.contains("silver"), spark).verdict();
  }
}
