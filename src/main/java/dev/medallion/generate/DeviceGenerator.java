package dev.medallion.generate;

import java.io.IOException;

/** The table of the devices that a {@link ReadingGenerator} has readings of: a line a device. */
public final class DeviceGenerator implements Generator<Lines> {
  private final int count;

  /**
   * Makes no line yet.
   *
   * @param count from 1 to 9999
   */
  public DeviceGenerator(int count) {
    this.count = Devices.require(count);
  }

  @Override
  public Lines generate(Destination destination) throws IOException {
    for (int number = 0; number < count; number++) {
      destination.take(Devices.id(number), Devices.describe(number));
    }
    return new Lines(count, count, 0, 0, 0, destination.finish());
  }
}
