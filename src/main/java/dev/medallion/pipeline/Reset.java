package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.checkpoint.Renewal;
import dev.medallion.pipeline.Outcome.Ending;
import dev.medallion.sink.DeltaSink;
import dev.medallion.source.Source;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.TrackingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Starts a job over: its checkpoint is moved aside and a new one, of a new query, is put in its
 * place. It holds the job's lease meanwhile, as a run that is on record. If it dies, no run of the
 * job goes on from what it left in a way that could double or skip rows, and it can be run again.
 */
public final class Reset implements AutoCloseable {
  /** What is done about rows that would be there twice. */
  public enum Doubles {
    /** Nothing: none may come. */
    REFUSE,
    /** The rows that the job wrote are deleted. */
    CLEAR,
    /** Nothing: somebody has seen to it. */
    KEEP
  }

  private final Pipeline pipeline;
  private final Job job;
  private final Doubles doubles;
  private final TrackingStore tracking;
  private final SparkSession spark;

  private Reset(
      Pipeline pipeline, Job job, Doubles doubles, TrackingStore tracking, SparkSession spark) {
    this.pipeline = pipeline;
    this.job = job;
    this.doubles = doubles;
    this.tracking = tracking;
    this.spark = spark;
  }

  /**
   * Prepares it; changes nothing.
   *
   * @throws dev.medallion.tracking.TrackingUnavailable if the store cannot be used
   */
  public static Reset open(Pipeline pipeline, String name, Doubles doubles) {
    Job job =
        pipeline.jobs().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    TrackingStore tracking = TrackingStore.open(pipeline.tracking());
    try {
      tracking.ready();
      return new Reset(pipeline, job, doubles, tracking, Session.open(pipeline));
    } catch (RuntimeException e) {
      tracking.close();
      throw e;
    }
  }

  /** Why it cannot be done like this, and what would be right; a sentence. */
  public Optional<String> objection() {
    if (doubles == Doubles.CLEAR) {
      return clearable();
    }
    boolean doubled = doubles == Doubles.REFUSE && !job.sink().replaces();
    return doubled && !rereads().isEmpty()
        ? Optional.of(
            ("%s is appended to: the rows that it has would stay and come again. Say --clear to have"
                    + " them deleted, or --keep if you have seen to it")
                .formatted(job.sink().name()))
        : Optional.empty();
  }

  private Optional<String> clearable() {
    if (!(job.sink() instanceof DeltaSink)) {
      return Optional.of(
          "%s is no Delta table, which alone can be cleared; empty it by hand, then say --keep"
              .formatted(job.sink().name()));
    }
    return pipeline.jobs().stream()
        .filter(other -> !other.equals(job) && other.sink().name().equals(job.sink().name()))
        .findFirst()
        .map(
            other ->
                "%s is also written by the job %s; delete the rows of %s by hand, then say --keep"
                    .formatted(job.sink().name(), other.name(), job.name()));
  }

  /** What it is going to do, for people: what is read again, and what becomes of the rows. */
  public List<String> plan() {
    List<String> lines = new ArrayList<>();
    lines.add("The checkpoint %s is moved aside.".formatted(job.checkpoint()));
    List<String> again = rereads();
    again.forEach(line -> lines.add(line + "."));
    if (again.isEmpty()) {
      lines.add("Nothing is there to be read again.");
    }
    lines.add("What the SQL remembers of earlier batches is forgotten.");
    lines.add(fate());
    if (doubles == Doubles.CLEAR && !readers().isEmpty()) {
      lines.add(
          "Jobs that read %s as a stream fail of the deletion and must be reset as well: %s."
              .formatted(job.sink().name(), readers()));
    }
    return lines;
  }

  private List<String> rereads() {
    return Stream.concat(Stream.of(job.source()), job.streams().stream().map(StreamInput::source))
        .flatMap(source -> again(source).stream())
        .toList();
  }

  private Optional<String> again(Source source) {
    return source.rereads(spark).map(what -> source.name() + " " + what);
  }

  private String fate() {
    if (doubles == Doubles.CLEAR) {
      return "All rows of %s and %s are deleted."
          .formatted(job.sink().name(), job.quarantine().name());
    }
    return job.sink().replaces()
        ? "Rows that come again replace those of %s; %s gets what is kept back once more."
            .formatted(job.sink().name(), job.quarantine().name())
        : "The rows of %s stay.".formatted(job.sink().name());
  }

  private String readers() {
    return pipeline.jobs().stream()
        .filter(other -> !other.equals(job) && other.follows(job))
        .map(Job::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * Does it; never throws.
   *
   * @param reason for the record; may be empty
   */
  public Outcome run(String reason) {
    try {
      Run run = tracking.start(pipeline.start(job, spark));
      Outcome outcome = tracked(run, reason);
      run.finish(outcome.ok() ? RunStatus.COMPLETED : RunStatus.FAILED, outcome.error());
      return outcome;
    } catch (RuntimeException e) {
      return Outcome.of(e);
    }
  }

  /** The lease is seen to be held before each step that somebody else would be disturbed by. */
  private Outcome tracked(Run run, String reason) {
    try (var heartbeat =
        new Heartbeat(
            job.name(), pipeline.tracking().lease().dividedBy(3), run::renew, lost -> {})) {
      Configuration hadoop = spark.sessionState().newHadoopConf();
      Optional<UUID> old = new Checkpoint(job.checkpoint(), hadoop).query();
      Renewal renewal = new Renewal(job.checkpoint(), hadoop);
      run.renew();
      Optional<String> objection = objection(); // a run may have gone on until the lease was taken
      if (objection.isPresent()) {
        return Outcome.of(new IllegalStateException(objection.get()));
      }
      renewal.begin();
      if (doubles == Doubles.CLEAR && job.sink() instanceof DeltaSink sink) {
        sink.clear(spark);
        job.quarantine().clear(spark);
        ReplayNotes.of(job, hadoop).forget();
      }
      run.renew();
      String aside = renewal.moveAside(Instant.now());
      UUID query = UUID.randomUUID();
      run.running(query, query);
      run.note(note(old, query, aside, reason));
      renewal.create(query);
      return Outcome.of(Ending.COMPLETED);
    } catch (RuntimeException e) {
      return Outcome.of(e);
    }
  }

  private Note note(Optional<UUID> old, UUID query, String aside, String reason) {
    String message =
        "job %s starts over; its old checkpoint: %s; %s%s"
            .formatted(job.name(), aside, fate(), reason.isEmpty() ? "" : " Reason: " + reason);
    return Note.warning(EventType.OPERATOR_ACTION, "checkpoint " + job.checkpoint(), message)
        .change("query_id", old.map(UUID::toString).orElse(null), query.toString());
  }

  @Override
  public void close() {
    tracking.close();
  }
}
