package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Table;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What becomes of the rows that a Delta table has when a batch is written to it. */
public interface DeltaMode {
  /** They stay. */
  DeltaMode APPEND = new DeltaAppend();

  /** They are replaced as a whole. */
  DeltaMode COMPLETE = new DeltaComplete();

  /** The names of the modes in a configuration. */
  enum Name {
    APPEND,
    UPSERT,
    COMPLETE
  }

  /** Reads {@code mode} and what it needs. */
  static DeltaMode from(Section block) {
    Name name = block.choice("mode", Name.class);
    if (name != Name.UPSERT) {
      DeltaUpsert.OPTIONS.stream()
          .filter(block::has)
          .forEach(option -> block.problem(option, "is for mode = upsert"));
    }
    return switch (name) {
      case APPEND -> APPEND;
      case UPSERT -> DeltaUpsert.from(block.chosenBy("mode"));
      case COMPLETE -> COMPLETE;
    };
  }

  /** As {@link Sink#objection}. */
  Optional<String> objection(OutputMode output);

  /** As {@link Sink#verify}. */
  default void verify(Dataset<Row> rows) {}

  /** As {@link ColumnTypes#verify}. */
  default void verify(StructType columns, StructType table) {
    ColumnTypes.verify(columns, table);
  }

  /** Whether a table that does not exist is to be made before the first batch. */
  default boolean needsTable(Table table) {
    return true;
  }

  /**
   * Writes the rows and the proof in one commit; one that the table has already is not repeated.
   */
  void write(Dataset<Row> rows, Table table, Proof proof);

  /**
   * What makes Delta know a batch again.
   *
   * @param application the id of the transaction; the batch's number is its version
   */
  record Proof(String application, Signature signature) {
    String version() {
      return String.valueOf(signature.batch().number());
    }
  }
}
