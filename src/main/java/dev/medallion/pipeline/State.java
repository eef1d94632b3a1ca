package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeduplicateWithinWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.streaming.StreamingRelation;
import scala.collection.JavaConverters;

/**
 * What SQL over streams remembers from batch to batch.
 *
 * @param steps those of the plan that remember, the last one first, each with what it groups,
 *     compares and computes
 */
record State(List<String> steps) {
  private static final String NOTHING = "nothing";
  private static final String FILE = "sql-state";

  static State of(Dataset<Row> rows) {
    List<String> steps = new ArrayList<>();
    nodes(rows.queryExecution().analyzed()).stream()
        .filter(State::remembers)
        .forEach(node -> steps.add(text(node)));
    return new State(List.copyOf(steps));
  }

  /** The state that was written by {@link #text}. */
  static State read(String text) {
    return new State(text.equals(NOTHING) ? List.of() : List.of(text.split("\n")));
  }

  /** A step a line. */
  String text() {
    return isNone() ? NOTHING : String.join("\n", steps);
  }

  /**
   * Leaves a note of it in the checkpoint, to know it again.
   *
   * @throws StateChanged if batches were made with SQL that remembers something else
   */
  void keepIn(Checkpoint checkpoint) {
    State kept = checkpoint.noted(FILE).map(State::read).orElse(new State(List.of()));
    if (equals(kept)) {
      return;
    }
    if (checkpoint.newestPlanned().isPresent()) {
      throw new StateChanged(checkpoint.toString(), kept, this);
    }
    checkpoint.note(FILE, text());
  }

  boolean isNone() {
    return steps.isEmpty();
  }

  /** The leaves of a plan that are streams, in Spark's order, each once. */
  static List<LogicalPlan> streams(LogicalPlan plan) {
    List<LogicalPlan> found = new ArrayList<>();
    nodes(plan).stream()
        .filter(node -> node.isStreaming() && node.children().isEmpty())
        .filter(node -> found.stream().noneMatch(other -> isSame(node, other)))
        .forEach(found::add);
    return found;
  }

  /** Whether two leaves are one stream, whatever the ids of their columns. */
  @SuppressWarnings("ReferenceEquality") // Two streams may well have the same options.
  static boolean isSame(LogicalPlan one, LogicalPlan other) {
    return one instanceof StreamingRelation first && other instanceof StreamingRelation second
        ? first.dataSource() == second.dataSource()
        : one.sameResult(other);
  }

  private static boolean remembers(LogicalPlan node) {
    if (node instanceof Join) {
      return JavaConverters.seqAsJavaList(node.children()).stream()
          .allMatch(LogicalPlan::isStreaming);
    }
    return node.isStreaming()
        && (node instanceof Aggregate
            || node instanceof Distinct
            || node instanceof Deduplicate
            || node instanceof DeduplicateWithinWatermark
            || node instanceof GlobalLimit);
  }

  private static List<LogicalPlan> nodes(LogicalPlan plan) {
    List<LogicalPlan> nodes = new ArrayList<>();
    plan.foreach(
        node -> {
          nodes.add(node);
          return null;
        });
    return nodes;
  }

  /** The step without ids, which differ from run to run; a column by what makes it. */
  private static String text(LogicalPlan node) {
    Map<Long, Expression> made = new HashMap<>();
    JavaConverters.seqAsJavaList(node.children())
        .forEach(
            child ->
                nodes(child)
                    .forEach(
                        below ->
                            JavaConverters.seqAsJavaList(below.expressions())
                                .forEach(expression -> collect(expression, made))));
    String text =
        node.nodeName()
            + JavaConverters.seqAsJavaList(node.expressions()).stream()
                .map(expression -> text(expression, made))
                .collect(Collectors.joining(", ", " of ", ""));
    return text.replaceAll("\\s+", " ");
  }

  private static void collect(Expression expression, Map<Long, Expression> made) {
    if (expression instanceof Alias alias) {
      made.put(alias.exprId().id(), alias.child());
    }
  }

  private static String text(Expression expression, Map<Long, Expression> made) {
    Expression shown = expression instanceof Alias alias ? alias.child() : expression;
    String text = shown.sql();
    for (Attribute column : JavaConverters.seqAsJavaList(shown.references().toSeq())) {
      Expression maker = made.get(column.exprId().id());
      if (maker != null) {
        text += " where " + column.name() + " is " + maker.sql();
      }
    }
    return text;
  }
}
