package dev.medallion.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;

/** Reads arrays and maps, which Avro writes in blocks of items. */
final class AvroItems {
  private AvroItems() {}

  static AvroType array(AvroType element) {
    return new AvroType(
        DataTypes.createArrayType(element.type()), record -> array(record, element.value()));
  }

  private static Object array(AvroRecord record, AvroValue element) throws IOException {
    List<Object> elements = new ArrayList<>();
    for (long left = record.in().readArrayStart(); left > 0; left = record.in().arrayNext()) {
      for (long i = 0; i < left; i++) {
        elements.add(element.read(record));
      }
    }
    return new GenericArrayData(elements.toArray());
  }

  /** Of a key that comes twice the last value stands, as Avro's own reader has it. */
  static AvroType map(AvroType value, String path) {
    return new AvroType(
        DataTypes.createMapType(DataTypes.StringType, value.type()),
        record -> map(record, value.value(), path));
  }

  private static Object map(AvroRecord record, AvroValue value, String path) throws IOException {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (long left = record.in().readMapStart(); left > 0; left = record.in().mapNext()) {
      for (long i = 0; i < left; i++) {
        entries.put(AvroType.text(record, path), value.read(record));
      }
    }
    return new ArrayBasedMapData(
        new GenericArrayData(entries.keySet().toArray()),
        new GenericArrayData(entries.values().toArray()));
  }
}
