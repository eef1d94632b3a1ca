package dev.medallion.transform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.medallion.config.Section;
import dev.medallion.transform.Expectation.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rules over a job's input ({@code expect}) or over the result of its SQL ({@code ensure}).
 *
 * @param rules in the order of the configuration
 */
public record Expectations(List<Expectation> rules) {
  private static final UserDefinedFunction FAIL =
      functions
          .udf(
              (UDF1<String, Boolean>)
                  rule -> {
                    throw new ExpectationFailed(rule);
                  },
              DataTypes.BooleanType)
          .asNondeterministic();

  /**
   * Reads {@code name = "predicate"} or {@code name { that = "predicate", action = warn }} for each
   * rule of a block.
   */
  public static Expectations from(Section job, String key) {
    List<Expectation> rules = new ArrayList<>();
    job.optionalSection(key)
        .ifPresent(block -> block.keys().forEach(name -> rules.add(rule(block, name))));
    return new Expectations(List.copyOf(rules));
  }

  private static Expectation rule(Section block, String name) {
    if (!block.isBlock(name)) {
      return new Expectation(name, block.string(name), Action.QUARANTINE);
    }
    Section rule = block.section(name).withDefaults("expectation");
    return new Expectation(name, rule.string("that"), rule.choice("action", Action.class));
  }

  /** True for a row that does not pass; a row that breaks a {@code fail} rule ends the task. */
  public Column stopped() {
    Column failed =
        with(Action.FAIL)
            .map(rule -> when(rule.broken(), FAIL.apply(lit(rule.toText()))).otherwise(lit(false)))
            .reduce(lit(false), Column::or);
    return with(Action.QUARANTINE).map(Expectation::broken).reduce(failed, Column::or);
  }

  /** The names of the quarantine rules that a row breaks, an array of strings. */
  public Column reasons() {
    Column[] names =
        with(Action.QUARANTINE)
            .map(rule -> when(rule.broken(), lit(rule.toText())))
            .toArray(Column[]::new);
    return names.length == 0 ? array().cast("array<string>") : array_compact(array(names));
  }

  /** The rules whose broken rows are only counted. */
  public List<Expectation> warnings() {
    return with(Action.WARN).toList();
  }

  /** Whether no rule keeps any row back. */
  public boolean passAll() {
    return rules.stream().allMatch(rule -> rule.action() == Action.WARN);
  }

  private Stream<Expectation> with(Action action) {
    return rules.stream().filter(rule -> rule.action() == action);
  }
}
