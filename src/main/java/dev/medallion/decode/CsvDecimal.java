package dev.medallion.decode;

import dev.medallion.decode.FixedPoint.Misfit;

/** Reads decimal numbers. */
record CsvDecimal(FixedPoint type) implements CsvValue {
  @Override
  public Object read(CsvLine line) {
    if (!CsvNumbers.isNumber(line)) {
      return line.wrong(type.name());
    }
    try {
      return type.value(line.text());
    } catch (Misfit e) {
      return line.wrong(type.name(), e.getMessage());
    }
  }
}
