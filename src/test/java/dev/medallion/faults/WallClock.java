package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of the processes that are started with it, which can be set while they run. */
final class WallClock {
  private static final Path SOURCE = Path.of("src/test/c/clock.c");

  private final Path library;
  private final Path file;

  private WallClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** Nothing where there is no Linux, or no compiler of C. */
  static Optional<WallClock> in(Path folder) throws IOException, InterruptedException {
    Optional<Path> compiler = compiler();
    if (!System.getProperty("os.name").equals("Linux") || compiler.isEmpty()) {
      return Optional.empty();
    }
    Path library = folder.resolve("clock.so");
    Process compiling =
        new ProcessBuilder(
                List.of(
                    compiler.get().toString(),
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    SOURCE.toString(),
                    "-ldl"))
            .inheritIO()
            .start();
    assertThat(compiling.waitFor()).as("the end of the compiler").isZero();
    Path file = Files.write(folder.resolve("clock"), new byte[Long.BYTES]);
    return Optional.of(new WallClock(library, file));
  }

  private static Optional<Path> compiler() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> Stream.of("cc", "gcc").map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** An environment, and this clock in it. */
  Map<String, String> in(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_PRELOAD", library.toString());
    all.put("CLOCK_FILE", file.toString());
    return Map.copyOf(all);
  }

  /** Sets the clock so far before or behind the right time. */
  void set(Duration offset) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(offset.toSeconds()).flip();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(seconds, 0);
    }
  }
}
