package dev.medallion.decode;

import java.io.IOException;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads records as structs.
 *
 * @param columns one for each field of the reader's schema
 */
record AvroStruct(StructType columns, AvroValue[] values) {

  /** The struct of a record that stands at {@code path}; that of the schema itself is empty. */
  static AvroStruct of(Schema schema, String path, Set<String> around) {
    Set<String> within = AvroType.within(schema, path, around);
    if (schema.getFields().isEmpty()) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "the schema" : path) + " has no fields; it needs one");
    }
    StructType columns = new StructType();
    AvroValue[] values = new AvroValue[schema.getFields().size()];
    for (Schema.Field field : schema.getFields()) {
      String inner = path.isEmpty() ? field.name() : path + "." + field.name();
      AvroType type = AvroType.of(field.schema(), inner, within);
      columns = columns.add(field.name(), type.type());
      values[field.pos()] = type.value();
    }
    return new AvroStruct(columns, values);
  }

  AvroType type() {
    return new AvroType(columns, this::read);
  }

  private Object read(AvroRecord record) throws IOException {
    Object[] slots = new Object[values.length];
    fill(record, slots);
    return new GenericInternalRow(slots);
  }

  /** Reads a record into the first slots. Its fields come in the writer's order. */
  void fill(AvroRecord record, Object[] slots) throws IOException {
    for (Schema.Field field : record.in().readFieldOrder()) {
      slots[field.pos()] = values[field.pos()].read(record);
    }
  }
}
