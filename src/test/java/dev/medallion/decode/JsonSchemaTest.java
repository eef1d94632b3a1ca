package dev.medallion.decode;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v array<interval day> | v[]: type interval day",
        "v struct<a: map<int, string>> | v.a: type map<int, string>",
        "v map<string, void> | v.*: type void",
        "v char(3) | v: type char(3)"
      })
  void typeIsRefused(String ddl, String beginning) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonDecoder(StructType.fromDDL(ddl)))
        .withMessage(
            beginning
                + " cannot be read from JSON; use string, binary, boolean, tinyint, smallint, int,"
                + " bigint, float, double, decimal, date, timestamp, timestamp_ntz, struct, array"
                + " or a map with string keys");
  }

  @Test
  void structWithoutFieldsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonDecoder(new StructType()))
        .withMessage("the schema has no fields; it needs one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonDecoder(new StructType().add("v", new StructType())))
        .withMessage("v has no fields; it needs one");
  }

  @Test
  void fieldThatStandsTwiceInTheSchemaIsRefused() {
    StructType twice = new StructType().add("a", DataTypes.LongType).add("a", DataTypes.StringType);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonDecoder(new StructType().add("v", twice)))
        .withMessage("v.a: stands twice in the schema");
  }
}
