package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/** Decodes lines of one field, {@code v}. */
final class OneField {
  private OneField() {}

  static List<String> reasons(String type, String json) {
    return decode(type, json, new Object[1]);
  }

  static Object value(String type, String json) {
    Object[] target = new Object[1];
    assertThat(decode(type, json, target)).isEmpty();
    return target[0];
  }

  private static List<String> decode(String type, String json, Object[] target) {
    byte[] line = ("{\"v\":" + json + "}").getBytes(UTF_8);
    return new JsonDecoder(StructType.fromDDL("v " + type)).decode(line, 0, line.length, target);
  }
}
