package dev.medallion.tracking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that holds a lease, and for which run.
 *
 * @param since when the process started; a number that is given to a process anew has another
 * @param space within which process numbers mean something: Linux's pid namespace, else empty
 */
record Owner(String host, long pid, Instant since, UUID run, String space) {
  private static final Pattern TEXT =
      Pattern.compile("pid (\\d+) on (\\S+) since (\\S+), run ([0-9a-f-]{36}), space (\\S*)");

  /** Start times are computed from the boot time, which may be adjusted by a second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static Owner ofThisProcess(UUID run) {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(thisHost(), self.pid(), startOf(self), run, thisSpace());
  }

  static Optional<Owner> parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Owner(
            found.group(2),
            Long.parseLong(found.group(1)),
            Instant.parse(found.group(3)),
            UUID.fromString(found.group(4)),
            found.group(5)));
  }

  /** The form that {@link #parse} reads. */
  String text() {
    return this + ", space " + space;
  }

  /** Whether it was a process of this host that is no more; false for one of another host. */
  boolean isGone() {
    if (!host.equals(thisHost()) || !space.equals(thisSpace())) {
      return false;
    }
    return ProcessHandle.of(pid).filter(this::isSame).isEmpty();
  }

  private boolean isSame(ProcessHandle process) {
    Duration apart = Duration.between(since, startOf(process)).abs();
    return process.isAlive() && apart.compareTo(TOLERANCE) <= 0 && !isZombie(process.pid());
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** A killed process that its parent has not collected still has a number on Linux. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String thisSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "pid " + pid + " on " + host + " since " + since + ", run " + run;
  }
}
