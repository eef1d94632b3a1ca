package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;
import dev.medallion.sink.DeltaSink;
import dev.medallion.sink.OutputMode;
import dev.medallion.sink.Sink;
import dev.medallion.sink.Sinks;
import dev.medallion.source.DeltaSource;
import dev.medallion.source.Source;
import dev.medallion.source.Sources;
import dev.medallion.transform.Expectations;
import dev.medallion.transform.Limit;
import dev.medallion.transform.Query;

/**
 * One streaming query: source, expectations over the input, SQL, expectations over the result,
 * sink.
 *
 * @param layer bronze, silver, gold, or a folder of any other name
 * @param output which rows of the result a batch hands to the sink
 * @param checkpoint where the query keeps its place; no other job has it
 * @param quarantine takes every row that could not be decoded or broke an expectation
 */
public record Job(
    String name,
    String layer,
    Source source,
    Expectations expect,
    Query query,
    Expectations ensure,
    Limit limit,
    OutputMode output,
    Sink sink,
    DeltaSink quarantine,
    Pace pace,
    String checkpoint) {

  static Job from(String name, Section written, String pipeline, Lake lake, Pace pace) {
    Section block = written.withDefaults("job");
    String layer = block.string("layer");
    Sink sink = Sinks.from(block.section("sink"), lake, layer);
    return new Job(
        name,
        layer,
        Sources.from(block.section("source"), lake, layer),
        Expectations.from(block, "expect"),
        query(block),
        Expectations.from(block, "ensure"),
        Limit.from(block),
        output(block, sink),
        sink,
        Sinks.quarantine(sink, lake, layer, name),
        block.optionalString("trigger").map(text -> Pace.of(block, text)).orElse(pace),
        lake.checkpoint(pipeline, name));
  }

  private static OutputMode output(Section block, Sink sink) {
    OutputMode mode = block.choice("output-mode", OutputMode.class);
    sink.objection(mode).ifPresent(why -> block.problem("output-mode", why));
    return mode;
  }

  private static Query query(Section block) {
    return block
        .optionalString("sql")
        .map(file -> new Query(file, block.text("sql")))
        .orElse(Query.PASS);
  }

  /** Whether this job reads what the other writes. */
  boolean follows(Job other) {
    return source instanceof DeltaSource && source.name().equals(other.sink.name());
  }

  Job at(Pace other) {
    return new Job(
        name,
        layer,
        source,
        expect,
        query,
        ensure,
        limit,
        output,
        sink,
        quarantine,
        other,
        checkpoint);
  }
}
