package dev.medallion.decode;

import dev.medallion.decode.FixedPoint.Misfit;
import java.io.IOException;

/** Reads decimal numbers. */
record JsonDecimal(FixedPoint type) implements JsonValue {
  @Override
  public Object read(JsonLine line) throws IOException {
    if (!line.parser().currentToken().isNumeric()) {
      return line.wrong(type.name());
    }
    try {
      return type.value(line.parser().getText());
    } catch (Misfit e) {
      return line.wrong(type.name(), "which " + e.getMessage());
    }
  }
}
