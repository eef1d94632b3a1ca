package dev.medallion.source;

import dev.medallion.config.Section;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Whether rows have the text that they were made of, in the column {@link Source#RAW_TEXT}. */
enum KeepRaw {
  NO,
  YES;

  static KeepRaw from(Section block) {
    return block.flag("keep-raw") ? YES : NO;
  }

  /** The columns, and behind them the text where it is kept. */
  StructType after(StructType columns) {
    return this == YES ? columns.add(Source.RAW_TEXT, DataTypes.StringType) : columns;
  }

  /** Names that no column of a record may have. */
  Set<String> taken(Set<String> others) {
    Set<String> taken = new HashSet<>(others);
    if (this == YES) {
      taken.add(Source.RAW_TEXT);
    }
    return Set.copyOf(taken);
  }
}
