package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A batch whose SQL looks at its own rows alone, and so is done here, together with the reading of
 * the source, as one plan.
 */
final class PlainBatch implements Batch {
  private static final String UNIQUE = "unique";

  private final Job job;
  private final BatchRows input;
  private final Observation counts = new Observation();
  private final Observation unique = new Observation();

  PlainBatch(Job job, Dataset<Row> rows) {
    this.job = job;
    this.input = new BatchRows(rows, job.expect());
    SideViews.ofBatch(job, rows.sparkSession());
  }

  @Override
  public List<BatchRows> inputs() {
    return List.of(input);
  }

  @Override
  public Dataset<Row> result() {
    Dataset<Row> passed = timed(input.passed(counts));
    Dataset<Row> rows =
        job.duplicates()
            .map(keys -> keys.within(passed).observe(unique, functions.count(lit(1)).as(UNIQUE)))
            .orElse(passed);
    return job.query().apply(rows);
  }

  @Override
  public Dataset<Row> again() {
    return job.query().apply(unique());
  }

  private Dataset<Row> unique() {
    Dataset<Row> passed = timed(input.passed());
    return job.duplicates().map(keys -> keys.within(passed)).orElse(passed);
  }

  private Dataset<Row> timed(Dataset<Row> rows) {
    return job.watermark().map(time -> time.timed(rows)).orElse(rows);
  }

  @Override
  public Counts counts() throws InterruptedException {
    Optional<Counts> read = Counts.observed(counts, job.expect());
    if (read.isEmpty()) {
      return recount();
    }
    Optional<Long> left =
        job.duplicates().isEmpty()
            ? Optional.of(read.get().passed())
            : Observed.of(unique).map(numbers -> (Long) numbers.get(UNIQUE));
    return left.map(read.get()::leaving).orElseGet(this::recount);
  }

  @Override
  public Counts recount() {
    Counts read = input.count();
    return job.duplicates().isEmpty() ? read : read.leaving(unique().count());
  }

  @Override
  public void pass() {}
}
