package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes that were started by this one, and signals to them. */
final class Processes {
  private Processes() {}

  /** The first whose command has a word in it; Java's own look at commands leaves out long ones. */
  static Optional<ProcessHandle> find(Stream<ProcessHandle> processes, String word) {
    return processes.filter(process -> command(process).contains(word)).findFirst();
  }

  private static String command(ProcessHandle process) {
    try {
      Path command = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      return Files.readString(command, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it is gone
    }
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
