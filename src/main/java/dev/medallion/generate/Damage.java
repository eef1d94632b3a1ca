package dev.medallion.generate;

import java.util.Random;

/** The ways in which a line can fail to be one invoice. Each takes a good line and spoils it. */
enum Damage {
  CUT_OFF {
    @Override
    String spoil(String line, Random random) {
      return line.substring(0, 1 + random.nextInt(line.length() - 1));
    }
  },
  GARBAGE {
    @Override
    String spoil(String line, Random random) {
      return "~" + Long.toString(random.nextLong(), Character.MAX_RADIX) + "\\\"{]";
    }
  },
  WRONG_TYPE {
    @Override
    String spoil(String line, Random random) {
      return line.replaceFirst("\"TotalAmount\":[0-9.]+", "\"TotalAmount\":\"a lot\"");
    }
  },
  ARRAY {
    @Override
    String spoil(String line, Random random) {
      return "[" + line + "]";
    }
  },
  TWO_OBJECTS {
    @Override
    String spoil(String line, Random random) {
      return line + line;
    }
  },
  TEXT_BEHIND {
    @Override
    String spoil(String line, Random random) {
      return line + " end of day";
    }
  };

  private static final Damage[] ALL = values();

  abstract String spoil(String line, Random random);

  static Damage any(Random random) {
    return ALL[random.nextInt(ALL.length)];
  }
}
