package dev.medallion.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.to_json;

import dev.medallion.jdbc.ColumnType;
import dev.medallion.jdbc.Grammar;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column of the rows, and what it is in a database. Arrays, maps and structs are JSON there.
 *
 * @param precision of a decimal
 * @param scale of a decimal
 */
record JdbcColumn(String name, ColumnType type, DataType spark, int precision, int scale)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if no database has a type for it
   */
  static JdbcColumn of(StructField field) {
    DataType spark = field.dataType();
    ColumnType type = type(spark);
    if (type == null) {
      throw new IllegalArgumentException(
          "a table has no column for %s, whose type is %s; cast it in the SQL"
              .formatted(field.name(), spark.sql().toLowerCase(java.util.Locale.ROOT)));
    }
    return spark instanceof DecimalType decimal
        ? new JdbcColumn(field.name(), type, spark, decimal.precision(), decimal.scale())
        : new JdbcColumn(field.name(), type, spark, 0, 0);
  }

  private static ColumnType type(DataType spark) {
    if (spark instanceof StringType || isNested(spark)) {
      return ColumnType.TEXT;
    } else if (spark instanceof BooleanType) {
      return ColumnType.BOOLEAN;
    } else if (spark instanceof ByteType || spark instanceof ShortType) {
      return ColumnType.SMALLINT;
    } else if (spark instanceof IntegerType) {
      return ColumnType.INTEGER;
    } else if (spark instanceof LongType) {
      return ColumnType.BIGINT;
    } else if (spark instanceof FloatType) {
      return ColumnType.REAL;
    } else if (spark instanceof DoubleType) {
      return ColumnType.DOUBLE;
    } else if (spark instanceof DecimalType) {
      return ColumnType.DECIMAL;
    } else if (spark instanceof DateType) {
      return ColumnType.DATE;
    } else if (spark instanceof TimestampType || spark instanceof TimestampNTZType) {
      return ColumnType.TIMESTAMP;
    }
    return spark instanceof BinaryType ? ColumnType.BINARY : null;
  }

  private static boolean isNested(DataType spark) {
    return spark instanceof ArrayType || spark instanceof MapType || spark instanceof StructType;
  }

  /** What a table's column for it is called, in the database's words. */
  String definition(Grammar grammar) {
    return type == ColumnType.DECIMAL
        ? "DECIMAL(%d, %d)".formatted(precision, scale)
        : grammar.type(type);
  }

  /** The same where the column is one of so many in an index. */
  String keyDefinition(Grammar grammar, int columns) {
    return type == ColumnType.DECIMAL ? definition(grammar) : grammar.keyType(type, columns);
  }

  /**
   * The values in a form that no setting of Spark changes: days, microseconds, texts. The classes
   * in which it hands out times depend on the session, and some on the process's time zone.
   */
  Column plain() {
    String quoted = Keys.quoted(name);
    if (isNested(spark)) {
      return to_json(col(quoted)).as(name);
    } else if (spark instanceof DateType) {
      return expr("unix_date(" + quoted + ")").as(name);
    } else if (spark instanceof TimestampType) {
      return expr("unix_micros(" + quoted + ")").as(name);
    }
    return spark instanceof ByteType ? col(quoted).cast("smallint").as(name) : col(quoted).as(name);
  }

  /** A plain value as a statement's parameter. */
  Object parameter(Object plain) {
    if (plain == null) {
      return type.none();
    } else if (spark instanceof DateType) {
      return LocalDate.ofEpochDay((Integer) plain);
    } else if (spark instanceof TimestampType) {
      return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
          .plus((Long) plain, ChronoUnit.MICROS);
    }
    return plain;
  }
}
