package dev.medallion.source;

import dev.medallion.decode.NewField;
import dev.medallion.decode.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Decodes the records that Spark's Kafka connector reads, one by one into the same row object;
 * whoever takes a row copies it, as in Spark.
 */
final class KafkaRecords implements Iterator<InternalRow> {
  // The connector's columns.
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int TOPIC = 2;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;
  private static final int TIMESTAMP = 5;
  private static final int HEADERS = 7;

  private final Iterator<InternalRow> records;
  private final KafkaColumns columns;
  private final int width;
  private final Object[] values;
  private final GenericInternalRow row;

  KafkaRecords(Iterator<InternalRow> records, KafkaColumns columns) {
    this.records = records;
    this.columns = columns;
    this.width = columns.value().columns().size();
    this.values = new Object[columns.schema().size()];
    this.row = new GenericInternalRow(values);
  }

  @Override
  public boolean hasNext() {
    return records.hasNext();
  }

  @Override
  public InternalRow next() {
    InternalRow record = records.next();
    Arrays.fill(values, null);
    List<String> reasons = new ArrayList<>(0);
    int at = place(record, reasons);
    if (record.isNullAt(VALUE)) {
      values[at + 2] = columns.tombstones() == KafkaColumns.Tombstones.SKIP;
    } else {
      byte[] value = record.getBinary(VALUE);
      reasons.addAll(decoded(record, value));
      if (!reasons.isEmpty()) {
        Arrays.fill(values, 0, width, null);
        values[at] = Utf8.text(value);
      } else if (columns.raw() == KeepRaw.YES) {
        values[at - 1] = Utf8.text(value);
      }
    }
    if (!reasons.isEmpty()) {
      values[at + 1] = new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
    }
    return row;
  }

  private List<String> decoded(InternalRow record, byte[] value) {
    try {
      return columns.value().decode(value, 0, value.length, values);
    } catch (NewField e) {
      String place = "%s-%d at offset %d";
      throw e.in(
          place.formatted(
              record.getUTF8String(TOPIC), record.getInt(PARTITION), record.getLong(OFFSET)),
          "ignore");
    }
  }

  /** Fills in where the record stood; returns the slot of the first hidden column. */
  private int place(InternalRow record, List<String> reasons) {
    int at = width;
    values[at++] = record.getUTF8String(TOPIC);
    values[at++] = record.getInt(PARTITION);
    values[at++] = record.getLong(OFFSET);
    values[at++] = record.getLong(TIMESTAMP);
    values[at++] = record.isNullAt(KEY) ? null : key(record.getBinary(KEY), reasons);
    if (columns.hasHeaders()) {
      values[at++] = record.isNullAt(HEADERS) ? null : record.getArray(HEADERS);
    }
    return columns.raw() == KeepRaw.YES ? at + 1 : at;
  }

  private Object key(byte[] key, List<String> reasons) {
    if (columns.key() == KafkaColumns.Key.BINARY) {
      return key;
    }
    if (!Utf8.isValid(key, 0, key.length)) {
      reasons.add("_key: not UTF-8; the option key-format = binary takes any key");
    }
    return Utf8.text(key);
  }
}
