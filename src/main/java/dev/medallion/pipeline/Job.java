package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import dev.medallion.sink.DeltaSink;
import dev.medallion.sink.OutputMode;
import dev.medallion.sink.Sink;
import dev.medallion.sink.Sinks;
import dev.medallion.source.DeltaSource;
import dev.medallion.source.Source;
import dev.medallion.source.Sources;
import dev.medallion.source.StaticInput;
import dev.medallion.transform.Duplicates;
import dev.medallion.transform.Expectations;
import dev.medallion.transform.Limit;
import dev.medallion.transform.Query;
import dev.medallion.transform.Watermark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One streaming query: source, expectations over the input, SQL, expectations over the result,
 * sink.
 *
 * @param layer bronze, silver, gold, or a folder of any other name
 * @param onNewColumn what becomes of columns that the target lacks
 * @param output which rows of the result a batch hands to the sink
 * @param streams that the SQL joins beside the source
 * @param tables and files that the SQL joins
 * @param watermark the event time of the source's rows, for SQL that keeps state by it
 * @param duplicates what of the input is left out since it was there before
 * @param checkpoint where the query keeps its place; no other job has it
 * @param quarantine takes every row that could not be decoded or broke an expectation
 */
public record Job(
    String name,
    String layer,
    Source source,
    List<StreamInput> streams,
    List<StaticInput> tables,
    Expectations expect,
    Optional<Watermark> watermark,
    Optional<Duplicates> duplicates,
    Query query,
    OnNewColumn onNewColumn,
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
    OnNewColumn onNewColumn = block.choice("on-new-column", OnNewColumn.class);
    Sink sink = Sinks.from(block.section("sink"), lake, layer);
    return new Job(
        name,
        layer,
        Sources.from(block.section("source"), lake, layer, onNewColumn),
        streams(block, lake, layer, onNewColumn),
        tables(block, lake, layer),
        Expectations.from(block, "expect"),
        Watermark.from(block),
        Duplicates.from(block),
        query(block),
        onNewColumn,
        Expectations.from(block, "ensure"),
        Limit.from(block),
        output(block, sink),
        sink,
        Sinks.quarantine(sink, lake, layer, name),
        block.optionalString("trigger").map(text -> Pace.of(block, text)).orElse(pace),
        lake.checkpoint(pipeline, name));
  }

  /** A side input with a watermark is a stream, one without is a table or files. */
  private static List<StreamInput> streams(
      Section block, Lake lake, String layer, OnNewColumn onNew) {
    return inputs(block).entrySet().stream()
        .filter(input -> input.getValue().has("watermark"))
        .map(input -> StreamInput.from(input.getKey(), input.getValue(), lake, layer, onNew))
        .toList();
  }

  private static Map<String, Section> inputs(Section block) {
    Map<String, Section> inputs = block.sections("inputs");
    inputs.forEach(
        (name, input) -> {
          if (name.equals(StreamInput.MAIN) || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            input.problem(
                "",
                "the SQL cannot know it by this name; take letters, digits and _, and not "
                    + StreamInput.MAIN);
          }
        });
    return inputs;
  }

  private static List<StaticInput> tables(Section block, Lake lake, String layer) {
    return inputs(block).entrySet().stream()
        .filter(input -> !input.getValue().has("watermark"))
        .map(input -> StaticInput.from(input.getKey(), input.getValue(), lake, layer))
        .toList();
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

  /** The source as a stream that the SQL reads. */
  StreamInput input() {
    return new StreamInput(StreamInput.MAIN, source, watermark);
  }

  /** What is streamed, by the names of the views that the SQL sees; the job's own source first. */
  public Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    StreamPlan.inputs(this).forEach(input -> sources.put(input.name(), input.source()));
    return sources;
  }

  /** Whether this job reads what the other writes. */
  boolean follows(Job other) {
    return Stream.concat(
            Stream.concat(Stream.of(source), streams.stream().map(StreamInput::source))
                .filter(DeltaSource.class::isInstance)
                .map(Source::name),
            tables.stream().flatMap(input -> input.table().stream()).map(Table::name))
        .anyMatch(other.sink.name()::equals);
  }

  Job at(Pace other) {
    return with(source, streams, expect, other);
  }

  /** The same without rules over the input. */
  Job unjudged() {
    return with(source, streams, new Expectations(List.of()), pace);
  }

  /** The same with sources that have other columns. */
  Job reading(Source main, List<StreamInput> others) {
    return with(main, others, expect, pace);
  }

  private Job with(Source main, List<StreamInput> others, Expectations rules, Pace when) {
    return new Job(
        name,
        layer,
        main,
        others,
        tables,
        rules,
        watermark,
        duplicates,
        query,
        onNewColumn,
        ensure,
        limit,
        output,
        sink,
        quarantine,
        when,
        checkpoint);
  }
}
