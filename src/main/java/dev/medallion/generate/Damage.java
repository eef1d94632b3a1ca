package dev.medallion.generate;

import java.util.Random;

/** The ways in which a line can fail to be one record. */
enum Damage {
  CUT_OFF {
    @Override
    String spoil(String line, String number, Random random) {
      return line.substring(0, 1 + random.nextInt(line.length() - 1));
    }
  },
  GARBAGE {
    @Override
    String spoil(String line, String number, Random random) {
      return "~" + Long.toString(random.nextLong(), Character.MAX_RADIX) + "\\\"{]";
    }
  },
  WRONG_TYPE {
    @Override
    String spoil(String line, String number, Random random) {
      return line.replaceFirst(
          "\"%s\":-?[0-9.]+".formatted(number), "\"%s\":\"a lot\"".formatted(number));
    }
  },
  ARRAY {
    @Override
    String spoil(String line, String number, Random random) {
      return "[" + line + "]";
    }
  },
  TWO_OBJECTS {
    @Override
    String spoil(String line, String number, Random random) {
      return line + line;
    }
  },
  TEXT_BEHIND {
    @Override
    String spoil(String line, String number, Random random) {
      return line + " end of day";
    }
  };

  private static final Damage[] ALL = values();

  /**
   * Spoils a good line.
   *
   * @param number a field of it that holds a number
   */
  abstract String spoil(String line, String number, Random random);

  static Damage any(Random random) {
    return ALL[random.nextInt(ALL.length)];
  }
}
