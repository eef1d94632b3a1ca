package dev.medallion.source;

import dev.medallion.decode.Decoder;
import dev.medallion.decode.NewField;
import dev.medallion.decode.Utf8;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Decodes the records that were kept in a quarantine. */
public record Redecoding(Decoder decoder) {
  /** Hidden column: the row of the quarantine that a row was made of. */
  public static final String QUARANTINED = "__quarantined";

  private static final String RECORD = "record";
  private static final String BASE64 = "base64:";

  /**
   * Decodes each record: the decoder's columns, then {@link Source#REASONS} and {@link
   * #QUARANTINED}.
   *
   * @param rows of a quarantine, with their text in the column {@code record}
   */
  public Dataset<Row> of(Dataset<Row> rows) {
    int columns = rows.columns().length;
    int record = Arrays.asList(rows.columns()).indexOf(RECORD);
    Dataset<Row> whole = rows.select(functions.struct("*").as(QUARANTINED));
    Decoder reader = decoder;
    return rows.sparkSession()
        .internalCreateDataFrame(
            whole
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(in -> decoded(in, reader, columns, record))
                .rdd(),
            ((StructType) decoder.columns().asNullable())
                .add(Source.REASONS, DataTypes.createArrayType(DataTypes.StringType))
                .add(whole.schema().apply(QUARANTINED)),
            false);
  }

  private static Iterator<InternalRow> decoded(
      Iterator<InternalRow> rows, Decoder decoder, int columns, int record) {
    int width = decoder.columns().size();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        InternalRow row = rows.next().getStruct(0, columns);
        Object[] values = new Object[width + 2];
        List<String> reasons = fill(bytes(row.getUTF8String(record)), decoder, values);
        values[width] = reasons.isEmpty() ? null : array(reasons);
        values[width + 1] = row;
        return new GenericInternalRow(values);
      }
    };
  }

  private static List<String> fill(byte[] record, Decoder decoder, Object[] values) {
    try {
      return decoder.decode(record, 0, record.length, values);
    } catch (NewField e) {
      throw e.in("a record of the quarantine", "ignore");
    }
  }

  private static GenericArrayData array(List<String> reasons) {
    return new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
  }

  /** The record as it was: what is in base64 there was not UTF-8. */
  static byte[] bytes(UTF8String text) {
    String record = text == null ? "" : text.toString();
    if (record.startsWith(BASE64)) {
      try {
        byte[] found = Base64.getDecoder().decode(record.substring(BASE64.length()));
        if (!Utf8.isValid(found, 0, found.length)) {
          return found;
        }
      } catch (IllegalArgumentException e) {
        return text.getBytes();
      }
    }
    return text == null ? new byte[0] : text.getBytes();
  }
}
