package dev.medallion.decode;

import java.io.Serializable;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;

/** Numbers of {@code precision} digits, {@code scale} of them behind the point. */
record FixedPoint(int precision, int scale) implements Serializable {
  /** Longer numbers are refused: the time to read one grows with the square of its length. */
  private static final int LONGEST = 1000;

  /** A number is not one of these; the message says why, behind "which". */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;

    Misfit(String why) {
      super(why);
    }

    Misfit(String why, Exception cause) {
      super(why, cause);
    }
  }

  /** Reads a decimal number, as it is and without rounding. */
  Decimal value(String number) throws Misfit {
    if (number.length() > LONGEST) {
      throw new Misfit("is longer than " + LONGEST + " characters");
    }
    try {
      return fitted(new BigDecimal(number).stripTrailingZeros());
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Misfit("is out of range", e); // The exponent is no int.
    }
  }

  private Decimal fitted(BigDecimal value) throws Misfit {
    if (value.scale() > scale) {
      throw new Misfit("has more than " + scale + " decimals");
    }
    if ((long) value.precision() - value.scale() > precision - scale && value.signum() != 0) {
      throw new Misfit("is out of range");
    }
    return Decimal.apply(value, precision, scale);
  }

  String name() {
    return "decimal(" + precision + "," + scale + ")";
  }
}
