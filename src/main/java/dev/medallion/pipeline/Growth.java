package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.source.Source;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Level;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gives a job's sources the fields that their files have and their schemas lack, and keeps them in
 * the checkpoint, so that later runs have them too.
 */
record Growth(Job job, SparkSession spark, Checkpoint checkpoint, Run run, BatchListener listener) {

  Job grown() {
    return job.onNewColumn() == OnNewColumn.ADD
        ? job.reading(
            grown("new-columns", job.source()),
            job.streams().stream()
                .map(input -> input.reading(grown("new-columns-" + input.name(), input.source())))
                .toList())
        : job;
  }

  private Source grown(String file, Source source) {
    StructType known = checkpoint.noted(file).map(Growth::read).orElse(new StructType());
    StructType kept = known.isEmpty() ? known : lacking(known, source);
    Source before = source.with(kept);
    StructType more = before.more(spark, new RunEvents(job.name(), run, listener));
    if (more.isEmpty()) {
      return before;
    }
    Source now = before.with(more);
    record(before, now, more);
    checkpoint.note(file, merged(kept, more).json());
    return now;
  }

  /** Those that the schema was not given by now. */
  private StructType lacking(StructType known, Source source) {
    Set<String> has = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    source.schema(spark).ifPresent(columns -> has.addAll(Arrays.asList(columns.fieldNames())));
    return new StructType(
        Arrays.stream(known.fields())
            .filter(field -> !has.contains(field.name()))
            .toArray(StructField[]::new));
  }

  private static StructType read(String json) {
    return (StructType) DataType.fromJson(json);
  }

  private static StructType merged(StructType some, StructType others) {
    StructType all = some;
    for (StructField field : others.fields()) {
      all = all.add(field);
    }
    return all;
  }

  /** If the process dies behind this, the next one finds the same and it is one row. */
  private void record(Source before, Source now, StructType more) {
    String message =
        "fields that the schema lacks are columns from now on: "
            + Arrays.stream(more.fields()).map(Growth::text).collect(Collectors.joining(", "));
    byte[] finding = (job.checkpoint() + now.name() + message).getBytes(StandardCharsets.UTF_8);
    run.note(
        new Note(
            UUID.nameUUIDFromBytes(finding),
            Level.WARN,
            EventType.SCHEMA_CHANGE,
            now.name(),
            "columns",
            SourceChange.text(before.schema(spark).orElseThrow()),
            SourceChange.text(now.schema(spark).orElseThrow()),
            message));
    listener.say(job.name(), now.name() + ": " + message);
  }

  private static String text(StructField field) {
    return field.name() + " " + field.dataType().sql();
  }
}
