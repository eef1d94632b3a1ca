package dev.medallion.generate;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * The devices of a factory, numbered from 0. What is known of one follows from its number alone, so
 * that readings and the table of devices agree.
 */
final class Devices {
  private static final List<String> SITES =
      List.of("foundry", "press shop", "paint shop", "assembly", "warehouse");
  private static final List<String> MODELS = List.of("T100", "T200", "T200 S");
  private static final LocalDate FIRST_DAY = LocalDate.of(2019, 4, 1);
  private static final int DAYS_BETWEEN = 37;
  private static final int DAYS_IN_USE = 2_400;

  private Devices() {}

  static String id(int number) {
    return String.format(Locale.ROOT, "sensor-%04d", number + 1);
  }

  static String describe(int number) {
    return "{\"device_id\":\"%s\",\"site\":\"%s\",\"model\":\"%s\",\"installed_on\":\"%s\"}"
        .formatted(
            id(number),
            SITES.get(number % SITES.size()),
            MODELS.get(number % MODELS.size()),
            FIRST_DAY.plusDays((long) DAYS_BETWEEN * number % DAYS_IN_USE));
  }

  static int require(int count) {
    if (count < 1 || count > 9_999) {
      throw new IllegalArgumentException("devices: " + count + "; from 1 to 9999");
    }
    return count;
  }
}
