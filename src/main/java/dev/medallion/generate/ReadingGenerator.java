package dev.medallion.generate;

import java.io.IOException;
import java.util.Random;

/**
 * Readings of a {@link Factory}, with a share of bad lines, repetitions and late ones: 1 to 20
 * minutes before their neighbours. About 130 bytes and 2 seconds a reading.
 */
public final class ReadingGenerator implements Generator<GeneratedReadings> {
  private static final int WEAK = 15;

  private final Mixture mixture;
  private final int devices;

  /**
   * Makes no line yet.
   *
   * @param devices how many there are, from 1 to 9999
   */
  public ReadingGenerator(Mixture mixture, int devices) {
    this.mixture = mixture;
    this.devices = Devices.require(devices);
  }

  @Override
  public GeneratedReadings generate(Destination destination) throws IOException {
    Random random = new Random(mixture.seed());
    Factory factory = new Factory(devices, mixture.lateShare(), random);
    Signals signals = new Signals();
    var production = new Production<>(mixture, random, factory::read, "temperature", signals);
    Lines lines = production.deliver(destination);
    return new GeneratedReadings(lines, devices, signals.strong, signals.different);
  }

  private static final class Signals implements Tally<Reading> {
    private long strong;
    private long different;

    @Override
    public void made(Reading reading) {
      different += reading.signal() > WEAK ? 1 : 0;
    }

    @Override
    public void delivered(Reading reading) {
      strong += reading.signal() > WEAK ? 1 : 0;
    }
  }
}
