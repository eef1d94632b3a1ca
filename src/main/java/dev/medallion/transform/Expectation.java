package dev.medallion.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Column;

/**
 * A rule that each row should keep. A rule that is neither true nor false for a row (a NULL in it)
 * is broken by that row.
 *
 * @param name as configured; the reason in the quarantine
 * @param predicate a SQL expression over the row
 * @param action what happens to a row that breaks it
 */
public record Expectation(String name, String predicate, Action action) {
  /** What happens to a row that breaks the rule. */
  public enum Action {
    /** It goes to the quarantine instead of the target. */
    QUARANTINE,
    /** It passes and is counted. */
    WARN,
    /** Nothing of its batch is written and the job stops. */
    FAIL
  }

  /** True for rows that break the rule, false for all others; never null. */
  public Column broken() {
    return not(coalesce(expr(predicate), lit(false)));
  }

  /** The rule as people read it in a reason or a message. */
  public String toText() {
    return name + ": " + predicate;
  }
}
