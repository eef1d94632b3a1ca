package dev.medallion.decode;

import java.io.IOException;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;

/** Reads numbers of {@code precision} digits, {@code scale} of them behind the point. */
record JsonDecimal(int precision, int scale) implements JsonValue {
  /** Longer numbers are refused: the time to read one grows with the square of its length. */
  private static final int LONGEST = 1000;

  @Override
  public Object read(JsonLine line) throws IOException {
    if (!line.parser().currentToken().isNumeric()) {
      return line.wrong(type());
    }
    if (line.parser().getTextLength() > LONGEST) {
      return line.wrong(type(), "which is longer than " + LONGEST + " characters");
    }
    try {
      return fitted(line, new BigDecimal(line.parser().getText()).stripTrailingZeros());
    } catch (NumberFormatException | ArithmeticException e) {
      return line.outOfRange(type()); // The exponent is no int.
    }
  }

  private Object fitted(JsonLine line, BigDecimal value) throws IOException {
    if (value.scale() > scale) {
      return line.wrong(type(), "which has more than " + scale + " decimals");
    }
    if ((long) value.precision() - value.scale() > precision - scale && value.signum() != 0) {
      return line.outOfRange(type());
    }
    return Decimal.apply(value, precision, scale);
  }

  private String type() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
