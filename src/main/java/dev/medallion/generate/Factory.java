package dev.medallion.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A factory whose devices measure in no order, one about every two seconds. No device has two
 * readings of one time.
 */
final class Factory {
  private static final Instant OPENING = Instant.parse("2026-01-01T04:30:00Z");
  private static final int LONGEST_PAUSE_MILLIS = 4_000;
  private static final int MINUTE_MILLIS = (int) Duration.ofMinutes(1).toMillis();
  private static final int LATEST_MINUTES = 20;
  private static final int STRONGEST = 30;
  private static final List<String> FIRMWARES = List.of("2.3.0", "2.3.1", "2.4.0");

  private final int devices;
  private final double lateShare;
  private final Random random;
  private Instant now = OPENING;
  private long readings;

  Factory(int devices, double lateShare, Random random) {
    this.devices = devices;
    this.lateShare = lateShare;
    this.random = random;
  }

  /** The next reading. */
  Reading read() {
    Made.Timing timing = random.nextDouble() < lateShare ? Made.Timing.LATE : Made.Timing.IN_ORDER;
    now = now.plusMillis(1 + random.nextInt(LONGEST_PAUSE_MILLIS - 1));
    int device = random.nextInt(devices);
    int signal = random.nextInt(STRONGEST + 1);
    return new Reading(line(device, time(timing), signal), Devices.id(device), signal, timing);
  }

  /** Microseconds from a counter keep late readings apart from those that were in order. */
  private Instant time(Made.Timing timing) {
    Instant measured = timing == Made.Timing.LATE ? now.minusMillis(lateness()) : now;
    return measured.plusNanos(1_000 * (readings++ % 1_000));
  }

  private int lateness() {
    return MINUTE_MILLIS + random.nextInt((LATEST_MINUTES - 1) * MINUTE_MILLIS);
  }

  private String line(int device, Instant time, int signal) {
    return String.format(
        Locale.ROOT,
        "{\"device_id\":\"%s\",\"timestamp\":\"%s\",\"temperature\":%.1f,\"signal\":%d,"
            + "\"battery\":%d,\"firmware\":\"%s\"}",
        Devices.id(device),
        time,
        -5 + 1.5 * (device % 10) + random.nextInt(300) / 10.0,
        signal,
        5 + random.nextInt(96),
        FIRMWARES.get(device % FIRMWARES.size()));
  }
}
