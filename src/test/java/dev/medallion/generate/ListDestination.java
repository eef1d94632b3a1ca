package dev.medallion.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines, and the keys in the same order. */
record ListDestination(List<String> lines, List<String> keys) implements Destination {
  ListDestination(List<String> lines) {
    this(lines, new ArrayList<>());
  }

  static List<String> lines(Generator<?> generator) throws IOException {
    List<String> lines = new ArrayList<>();
    generator.generate(new ListDestination(lines));
    return lines;
  }

  @Override
  public void take(String key, String line) {
    lines.add(line);
    keys.add(key);
  }

  @Override
  public int finish() {
    return 0;
  }

  @Override
  public void close() {}
}
